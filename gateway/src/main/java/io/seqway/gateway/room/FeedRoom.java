package io.seqway.gateway.room;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.List;

/** What a gateway node knows of a room that somebody on it has joined; changed only by its {@link FeedRooms}. */
final class FeedRoom {
    private final String name;
    private final int partition;
    private final List<Hub> hubs = new ArrayList<>(2);
    private String epoch;
    private long root;
    private long floor;
    private long hint = -1;
    private long last = -1;
    private long advances;
    private long askedAt;
    private boolean pulling;

    FeedRoom(String name) {
        this.name = name;
        this.partition = Partitions.of(name);
    }

    String name() {
        return name;
    }

    int partition() {
        return partition;
    }

    /** The hubs that want its entries. */
    List<Hub> hubs() {
        return hubs;
    }

    String epoch() {
        return epoch;
    }

    long floor() {
        return floor;
    }

    /** Entries up to this seq are gone by now. */
    void raiseFloor(long seq) {
        floor = Math.max(floor, seq);
    }

    /** The last seq that was given to the hubs; -1 until the owner has said where the log ends. */
    long last() {
        return last;
    }

    /** The last seq, or as long as it is not known one that a client has named, who may be wrong; -1 for none. */
    long lastOrHint() {
        return isOpen() ? last : hint;
    }

    void hint(long seq) {
        hint = Math.max(hint, seq);
    }

    boolean isOpen() {
        return last >= 0;
    }

    void open(String newEpoch, long newFloor, long head) {
        epoch = newEpoch;
        root = HeadSum.root(name, newEpoch);
        floor = newFloor;
        last = head;
    }

    /** @param number the larger, the later */
    void advance(long seq, long number) {
        last = seq;
        advances = number;
    }

    /** When its owner was asked last, before the room was open. */
    long askedAt() {
        return askedAt;
    }

    void asked(long now) {
        askedAt = now;
    }

    /** Of two rooms the one that had an entry later has the larger number; 0 if it had none. */
    long advances() {
        return advances;
    }

    HeadSum addTo(HeadSum sum) {
        return isOpen() ? sum.with(root, last) : sum;
    }

    HeadSum takeFrom(HeadSum sum) {
        return isOpen() ? sum.without(root, last) : sum;
    }

    /** Whether a hole is being filled. */
    boolean pulling() {
        return pulling;
    }

    void pulling(boolean now) {
        pulling = now;
    }
}
