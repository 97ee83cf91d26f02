package io.seqway.store.interest;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.HashMap;
import java.util.Map;

/** A room that some gateway nodes want, and where it ends. */
final class WatchedRoom {
    private final String name;
    private final int partition;
    private final Map<String, Watcher> watchers = new HashMap<>(2);
    private String epoch;
    private long root;
    private long head = -1;

    WatchedRoom(String name) {
        this.name = name;
        this.partition = Partitions.of(name);
    }

    String name() {
        return name;
    }

    int partition() {
        return partition;
    }

    /** The nodes that want it, with what is known of each. */
    Map<String, Watcher> watchers() {
        return watchers;
    }

    /** Whether it is known where the room ends. */
    boolean isCounted() {
        return head >= 0;
    }

    /** Whether this is nothing new. */
    boolean isPast(String someEpoch, long seq) {
        return someEpoch.equals(epoch) && seq <= head;
    }

    void move(String newEpoch, long seq) {
        if (!newEpoch.equals(epoch)) {
            epoch = newEpoch;
            root = HeadSum.root(name, newEpoch);
        }
        head = seq;
    }

    HeadSum addTo(HeadSum sum) {
        return sum.with(root, head);
    }

    HeadSum takeFrom(HeadSum sum) {
        return sum.without(root, head);
    }
}
