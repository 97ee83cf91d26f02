package io.seqway.verification.simulation;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** One run of everything, decided by its seed to the last detail. */
final class Schedule {
    /** How long after the last fault a connected client has everything, without doing anything for it, in ms (I6). */
    private static final long STALENESS_MS = 10_000;

    /** How long after the last fault every message has its answer, in ms. */
    private static final long ANSWERED_MS = 60_000;

    /** How long after the last fault everything has its end that was shown before it was stored, in ms. */
    private static final long ENDED_MS = 15_000;

    private static final long LOOK_MS = 100;
    private static final List<Integer> ALL =
            IntStream.range(0, Partitions.COUNT).boxed().toList();

    /**
     * How a schedule ended.
     *
     * @param violation the first promise that was broken, or {@code null}
     * @param trace what happened, if that was wanted
     * @param faults what went wrong
     * @param ended how often a client was told to show a message no more that was not stored
     * @param failed how many messages failed for good
     * @param removed how many entries retention removed
     * @param resets how often it has passed by a client
     * @param staleMs how long after the last fault everybody had everything, in ms
     */
    record Result(
            long seed,
            String violation,
            List<String> trace,
            Set<Fault> faults,
            long entries,
            int ended,
            int failed,
            int removed,
            int resets,
            long staleMs) {}

    /** That a client is in a room, and up to where it should have come. */
    private record Watching(SimulatedClient client, int connection, String room, long head) {}

    private final long seed;
    private final World world;
    private final Cluster cluster;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final long faultsEnd;
    private boolean calm;
    private boolean complete;
    private long calmAt;

    private Schedule(long seed, Variant variant, boolean traced) {
        this.seed = seed;
        this.world = World.of(seed, traced);
        this.cluster = new Cluster(world, variant);
        this.faultsEnd = world.between(1_000, 12_000);
        Conversation conversation = new Conversation(world, cluster);
        clients.addAll(conversation.clients());
        conversation.plan(faultsEnd);
        new Chaos(world, cluster, clients).plan(faultsEnd);
        if (variant.retentionSparesNothing()) {
            world.clock().at(faultsEnd / 2, () -> Conversation.ROOMS.forEach(cluster.database()::forget));
        }
        world.clock().at(faultsEnd, this::endFaults);
    }

    /** Runs the schedule of a seed. */
    static Result run(long seed, Variant variant, boolean traced) {
        return new Schedule(seed, variant, traced).run();
    }

    private Result run() {
        Checker checker = world.checker();
        while (checker.violation() == null && !complete) {
            world.clock().step();
        }
        if (checker.violation() == null) {
            checkOrder();
            checkNothingIsLost();
            checkChanges();
        }
        return new Result(
                seed,
                checker.violation(),
                world.trace().lines(),
                world.faults().happened(),
                checker.entries().size(),
                checker.ended(),
                checker.failed(),
                cluster.database().removed(),
                checker.resets(),
                world.clock().now() - calmAt);
    }

    private void endFaults() {
        world.trace().say("no more faults");
        world.faults().end();
        cluster.heal();
        calmAt = Math.max(
                faultsEnd,
                Math.max(cluster.database().quietAt(), cluster.network().quietAt()));
        world.clock().at(calmAt, this::calmBegins);
    }

    private void calmBegins() {
        calm = true;
        world.trace().say("all that was late has landed");
        Map<String, Long> heads = world.checker().heads();
        List<Watching> watching = new ArrayList<>();
        for (SimulatedClient client : clients) {
            for (String room : client.joined()) {
                watching.add(new Watching(client, client.connections(), room, heads.getOrDefault(room, 0L)));
            }
        }
        world.clock().after(STALENESS_MS, () -> watching.forEach(this::checkStaleness));
        world.clock()
                .after(ENDED_MS, () -> clients.forEach(client -> client.screen().checkNothingSince(calmAt)));
        world.clock().after(ANSWERED_MS, () -> world.checker().violated("progress: %s", unfinished()));
        look();
    }

    private void look() {
        complete = calm && unfinished().isEmpty();
        world.clock().after(LOOK_MS, this::look);
    }

    /** What is still to come, in words. */
    private List<String> unfinished() {
        List<String> unfinished = new ArrayList<>();
        if (!cluster.database().outbox(ALL, 1).isEmpty()) {
            unfinished.add("what was deleted is in the database");
        }
        for (SimulatedClient client : clients) {
            client.messages().stream()
                    .filter(message -> !message.isEnded())
                    .forEach(message -> unfinished.add(message.body() + " has no answer"));
            if (!client.screen().isEmpty()) {
                unfinished.add(client.user() + " shows what is not stored");
            }
            for (String room : client.rooms()) {
                if (!client.isGone()
                        && (!client.joined().contains(room)
                                || client.seq(room) < world.checker().head(room))) {
                    unfinished.add("somebody in " + room + " is at " + client.seq(room));
                }
            }
        }
        return unfinished;
    }

    private void checkStaleness(Watching watching) {
        SimulatedClient client = watching.client();
        if (client.connections() == watching.connection() && client.seq(watching.room()) < watching.head()) {
            world.checker()
                    .violated(
                            "I6: somebody is at seq %d of %s, which has been at %d for %d ms",
                            client.seq(watching.room()), watching.room(), watching.head(), STALENESS_MS);
        }
    }

    /** I7: what was sent on one connection, and stored by that, is in the order it was sent in. */
    private void checkOrder() {
        for (SimulatedClient client : clients) {
            List<Outgoing> messages = client.messages();
            for (int i = 0; i < messages.size(); i++) {
                for (int j = i + 1; j < messages.size(); j++) {
                    if (!isRepeat(messages.get(j), messages.subList(0, j))) {
                        checkOrder(client, messages.get(i), messages.get(j));
                    }
                }
            }
        }
    }

    /** One that disputes an earlier one is acked as that one, if that one's body is deleted: nothing is stored by it. */
    private static boolean isRepeat(Outgoing message, List<Outgoing> earlier) {
        return earlier.stream()
                .anyMatch(one ->
                        one.room().equals(message.room()) && one.clientMsgId().equals(message.clientMsgId()));
    }

    private void checkOrder(SimulatedClient client, Outgoing first, Outgoing second) {
        boolean comparable = first.isAcked()
                && second.isAcked()
                && first.room().equals(second.room())
                && first.attempts() == 1
                && first.firstConnection() == second.firstConnection();
        if (second.before() == first && second.isAcked()) {
            long seq = world.checker().seq(first.name(client.user()));
            if (seq == 0 || seq > second.seq()) {
                world.checker().violated("I7: %s is stored, and not behind %s", second.body(), first.body());
            }
        }
        if (comparable && first.seq() > second.seq()) {
            world.checker()
                    .violated(
                            "I7: %s was sent before %s, and is behind it in %s",
                            first.body(), second.body(), first.room());
        }
    }

    /** Everybody shows every message as it is now, and what was deleted is nowhere in the database. */
    private void checkChanges() {
        for (Entry entry : world.checker().entries()) {
            Entry last = entry.isMessage() ? world.checker().lastChange(entry) : null;
            if (last != null) {
                String body = last.isDeletion() ? null : last.body();
                String room = entry.log().room();
                for (SimulatedClient client : clients) {
                    Wall.Shown shown = client.wall().at(room, entry.seq());
                    boolean reached = client.rooms().contains(room) && client.seq(room) >= last.seq();
                    if (reached && !isAs(shown, last.version(), body)) {
                        world.checker()
                                .violated("edits: %s shows %s of %s, which is %s", client.user(), shown, entry, last);
                    }
                }
            }
            if (last != null && last.isDeletion() && cluster.database().hasBodyOf(last)) {
                world.checker().violated("edits: the database has what was deleted by %s", last);
            }
        }
    }

    private static boolean isAs(Wall.Shown shown, long version, String body) {
        return shown != null
                && shown.version() == version
                && Objects.equals(body, shown.body() == null ? null : '"' + shown.body() + '"');
    }

    private void checkNothingIsLost() {
        for (Entry entry : world.checker().entries()) {
            if (!cluster.database().holds(entry)) {
                world.checker().violated("I3: a majority had %s, and has it no more", entry.body());
            }
        }
    }
}
