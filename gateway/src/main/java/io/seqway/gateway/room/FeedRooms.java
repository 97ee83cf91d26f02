package io.seqway.gateway.room;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms of a gateway node, and for each partition a sum of how far it has them, which is always up to date. */
final class FeedRooms {
    /** An owner that has very many to look for is not to be kept from looking. */
    static final long REASK_MS = 1_500;

    private final Map<String, FeedRoom> byName = new HashMap<>();
    private final List<Set<FeedRoom>> byPartition = new ArrayList<>();
    private final Set<FeedRoom> unopened = new LinkedHashSet<>();
    private final HeadSum[] sums = new HeadSum[Partitions.COUNT];
    private long advances;

    FeedRooms() {
        for (int i = 0; i < Partitions.COUNT; i++) {
            byPartition.add(new LinkedHashSet<>());
        }
        Arrays.fill(sums, HeadSum.NONE);
    }

    /** The room, or {@code null}. */
    FeedRoom get(String name) {
        return byName.get(name);
    }

    /** The room, from now on; whoever calls this asks its owner. */
    FeedRoom add(String name, long now) {
        return byName.computeIfAbsent(name, n -> {
            FeedRoom room = new FeedRoom(n);
            byPartition.get(room.partition()).add(room);
            unopened.add(room);
            room.asked(now);
            return room;
        });
    }

    /** Nobody wants the room any more. */
    void remove(FeedRoom room) {
        byName.remove(room.name());
        byPartition.get(room.partition()).remove(room);
        unopened.remove(room);
        sums[room.partition()] = room.takeFrom(sums[room.partition()]);
    }

    /** Whether the room is still one of these. */
    boolean has(FeedRoom room) {
        return byName.get(room.name()) == room;
    }

    /** The room's log is this one, and the hubs are told of what is behind its head. */
    void open(FeedRoom room, String epoch, long floor, long head) {
        HeadSum others = room.takeFrom(sums[room.partition()]);
        room.open(epoch, floor, head);
        sums[room.partition()] = room.addTo(others);
        unopened.remove(room);
    }

    /** The hubs have got everything up to this seq. */
    void advance(FeedRoom room, long seq) {
        HeadSum others = room.takeFrom(sums[room.partition()]);
        room.advance(seq, ++advances);
        sums[room.partition()] = room.addTo(others);
    }

    /** The rooms of a partition. */
    Set<FeedRoom> in(int partition) {
        return byPartition.get(partition);
    }

    /** How many open rooms of a partition there are, and how far they are. */
    HeadSum sum(int partition) {
        return sums[partition];
    }

    /** Those rooms whose owner has not said yet where they end, and which were asked for so long ago that it should have. */
    List<FeedRoom> unopened(int limit, long now) {
        List<FeedRoom> next = unopened.stream()
                .takeWhile(room -> now - room.askedAt() >= REASK_MS)
                .limit(limit)
                .toList();
        for (FeedRoom room : next) {
            room.asked(now);
            unopened.remove(room);
            unopened.add(room); // so that they stand in the order in which they were asked for
        }
        return next;
    }
}
