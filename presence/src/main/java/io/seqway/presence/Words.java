package io.seqway.presence;

import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Taken;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.seqway.protocol.bus.PresenceMessage.Leased;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What sources say of who is in which room, on its way to the store, and the answers to it. */
final class Words {
    private static final int MAX_UNKNOWN = 10_000;

    private final PresenceStore store;
    private final Intake<Connections, Taken> intake;
    private final BiConsumer<String, Taken> taken;
    /** Sources that the store has found to have no lease, and with which of its answers it did so last, rising. */
    private final Map<String, Long> unknown = new LinkedHashMap<>();

    private long storeAnswers;

    /**
     * @param taken told of each answer of the store about a room
     * @param failed called when the store has not taken something, which gateways will say again
     */
    Words(PresenceStore store, BiConsumer<String, Taken> taken, Runnable failed) {
        this.store = store;
        this.taken = taken;
        this.intake = new Intake<>(
                said -> List.of(said.source(), said.word().user()),
                (room, said) -> store.arrive(room, said).onFailure(e -> failed.run()),
                store::available,
                this::answered);
    }

    /** A source lives. */
    Future<Leased> lease(Lease said) {
        return store.lease(said.source(), said.begins())
                .map(known -> new Leased(true, known))
                .otherwise(new Leased(false, true));
    }

    /** A source that knows of no leases speaks for the first time, or for the first time for a while. */
    Future<Boolean> begin(String source) {
        return store.lease(source, true);
    }

    /** Completes when the store has taken all of it, or has failed to. */
    Future<HereTaken> take(Here here) {
        Set<String> rooms = new LinkedHashSet<>();
        boolean all = true;
        long before = storeAnswers;
        for (Arrival arrival : here.arrivals()) {
            all &= intake.add(arrival.room(), new Connections(here.node(), arrival));
            rooms.add(arrival.room());
        }
        List<Future<Void>> answers = rooms.stream().map(intake::taken).toList();
        intake.flush();
        boolean roomForAll = all;
        return Future.all(answers)
                .map(done -> new HereTaken(roomForAll, unknown.getOrDefault(here.node(), 0L) <= before))
                .otherwise(new HereTaken(false, true));
    }

    /** Completes when the store has taken what was said about a room until now; fails if it has failed to. */
    Future<Void> taken(String room) {
        return intake.taken(room);
    }

    private void answered(String room, Taken answer) {
        storeAnswers++;
        for (String source : answer.unknown()) {
            unknown.remove(source);
            unknown.put(source, storeAnswers);
            if (unknown.size() > MAX_UNKNOWN) {
                unknown.remove(unknown.keySet().iterator().next());
            }
        }
        taken.accept(room, answer);
    }
}
