package io.seqway.store.interest;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one gateway node wants: its rooms in each partition, and a sum of where they end that is always up to date. */
final class Watcher {
    private final List<Set<WatchedRoom>> rooms = new ArrayList<>();
    private final HeadSum[] sums = new HeadSum[Partitions.COUNT];

    Watcher() {
        for (int i = 0; i < Partitions.COUNT; i++) {
            rooms.add(new HashSet<>(0));
        }
        Arrays.fill(sums, HeadSum.NONE);
    }

    Set<WatchedRoom> rooms(int partition) {
        return rooms.get(partition);
    }

    HeadSum sum(int partition) {
        return sums[partition];
    }

    void add(WatchedRoom room) {
        rooms.get(room.partition()).add(room);
        count(room);
    }

    void remove(WatchedRoom room) {
        rooms.get(room.partition()).remove(room);
        discount(room);
    }

    /** The room is about to move. */
    void discount(WatchedRoom room) {
        if (room.isCounted()) {
            sums[room.partition()] = room.takeFrom(sums[room.partition()]);
        }
    }

    /** The room has moved. */
    void count(WatchedRoom room) {
        if (room.isCounted()) {
            sums[room.partition()] = room.addTo(sums[room.partition()]);
        }
    }
}
