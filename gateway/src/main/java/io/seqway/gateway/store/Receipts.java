package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Cursors;
import io.seqway.protocol.bus.ToStore.AskCursors;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.bus.ToStore.Moves;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far the users of one hub are: what they say goes to the owners of their rooms, of each user and room only the last
 * within 50 ms, and once more where the owner changes within 2 s. Belongs to one event loop.
 */
public final class Receipts {
    private static final long GATHER_MS = 50;
    private static final long REMEMBERED_MS = 2_000;
    /** What a hub remembers at the most; beyond it users hear that too much waits. */
    private static final int MAX_REMEMBERED = 100_000;

    private static final long RETRY_AFTER_MS = 500;

    private record Place(String room, String user) {}

    private static final class Said {
        private long delivered;
        private long read;
        private String owner;
        private long at;
    }

    private final EventLoop loop;
    private final StoreLink link;
    private final String node;
    private final OwnerQuestions<Cursors> questions;
    /** In the order in which they were said last. */
    private final Map<Place, Said> remembered = new LinkedHashMap<>();

    private final Map<Place, Said> unsent = new LinkedHashMap<>();
    private boolean gathering;

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     */
    public Receipts(EventLoop loop, StoreLink link, String node, int hub) {
        this.loop = loop;
        this.link = link;
        this.node = node;
        this.questions = new OwnerQuestions<>(loop, link, node, hub, "the receipts of the room cannot be read now");
    }

    /** A user has come to a room. It is not said if too much was said lately: who moves there later is known by that. */
    public void come(String room, String user) {
        if (remembered.size() < MAX_REMEMBERED) {
            move(room, user, 0, 0);
        }
    }

    /**
     * A user has a room up to a seq, and has read up to another.
     *
     * @throws Refusal if too much was said lately
     */
    public void say(String room, String user, long delivered, long read) {
        if (remembered.size() >= MAX_REMEMBERED && !remembered.containsKey(new Place(room, user))) {
            throw new Refusal(
                    ErrorCode.UNAVAILABLE, "too many receipts wait for the message store", null, RETRY_AFTER_MS);
        }
        move(room, user, delivered, read);
    }

    private void move(String room, String user, long delivered, long read) {
        Place place = new Place(room, user);
        Said before = remembered.remove(place);
        Said said = before == null ? new Said() : before;
        said.delivered = Math.max(said.delivered, delivered);
        said.read = Math.max(said.read, read);
        said.at = loop.now();
        remembered.put(place, said);
        send(place, said);
    }

    private void send(Place place, Said said) {
        unsent.put(place, said);
        if (!gathering) {
            gathering = true;
            loop.after(GATHER_MS, this::flush);
        }
    }

    private void flush() {
        gathering = false;
        Map<String, List<Move>> byOwner = new HashMap<>();
        unsent.forEach((place, said) -> {
            said.owner = link.owner(Partitions.of(place.room()));
            if (said.owner != null) {
                byOwner.computeIfAbsent(said.owner, owner -> new ArrayList<>())
                        .add(new Move(place.room(), place.user(), said.delivered, said.read));
            }
        });
        unsent.clear();
        byOwner.forEach((owner, moves) -> link.send(owner, new Moves(node, moves)));
    }

    /** The cursors of a room; fails with a {@link Refusal}. */
    public Future<Cursors> of(String room, long now) {
        return questions.ask(Partitions.of(room), to -> new AskCursors(to, room), now);
    }

    /** What the owner says. */
    public void answered(Cursors cursors) {
        questions.answered(cursors.replyTo(), cursors, cursors.error());
    }

    /** Owners may be others now: they are told what the ones before may not have written. */
    public void reroute() {
        questions.reroute();
        remembered.forEach((place, said) -> {
            if (!Objects.equals(said.owner, link.owner(Partitions.of(place.room())))) {
                send(place, said);
            }
        });
    }

    /** Forgets what was said long ago, and gives up what has waited too long; to be called about twice a second. */
    public void expire(long now) {
        questions.expire(now);
        Iterator<Said> oldest = remembered.values().iterator();
        while (oldest.hasNext() && now - oldest.next().at >= REMEMBERED_MS) {
            oldest.remove();
        }
    }
}
