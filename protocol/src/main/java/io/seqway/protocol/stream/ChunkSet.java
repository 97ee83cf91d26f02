package io.seqway.protocol.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which chunks of a stream are stored. Chunks may come in any order, but none far ahead of the first missing one
 * ({@code max-stream-gap}), so that this is small however long the stream is: up to where nothing is missing, and a bit
 * for each place behind that. Immutable.
 */
public final class ChunkSet {
    /** No chunk. */
    public static final ChunkSet EMPTY = new ChunkSet(0, new BitSet());

    private final int next;
    /** Bit i stands for the chunk {@code next + i}; the first one is never set. */
    private final BitSet ahead;

    private ChunkSet(int next, BitSet ahead) {
        this.next = next;
        this.ahead = ahead;
    }

    /**
     * The set that these two describe.
     *
     * @param next as {@link #next()}
     * @param ahead as {@link #ahead()}, or {@code null} for none
     */
    public static ChunkSet of(int next, byte[] ahead) {
        return new ChunkSet(next, ahead == null ? new BitSet() : BitSet.valueOf(ahead));
    }

    /** The first chunk that is missing: all in front of it are here. */
    public int next() {
        return next;
    }

    /** The chunks from {@link #next()} on, a bit for each, as of {@link BitSet#toByteArray()}. */
    public byte[] ahead() {
        return ahead.toByteArray();
    }

    public boolean contains(int seq) {
        return seq < next || ahead.get(seq - next);
    }

    /** The same with one more chunk. */
    public ChunkSet with(int seq) {
        if (contains(seq)) {
            return this;
        }
        BitSet more = (BitSet) ahead.clone();
        more.set(seq - next);
        int run = more.nextClearBit(0);
        return new ChunkSet(next + run, more.get(run, Math.max(run, more.length())));
    }

    /** The greatest seq, or -1 if there is none. */
    public int maxSeq() {
        return next + ahead.length() - 1;
    }

    /** How many chunks there are. */
    public int total() {
        return next + ahead.cardinality();
    }

    /**
     * Those that are missing, the lowest first.
     *
     * @param upTo the last seq to look at
     * @param most how many to name
     */
    public List<Integer> missing(int upTo, int most) {
        List<Integer> missing = new ArrayList<>();
        int seq = next;
        while (seq <= upTo && missing.size() < most) {
            missing.add(seq);
            seq = next + ahead.nextClearBit(seq - next + 1);
        }
        return missing;
    }

    /** Whether nothing is missing up to this seq. */
    public boolean isWhole(int upTo) {
        return next > upTo;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkSet set && set.next == next && set.ahead.equals(ahead);
    }

    @Override
    public int hashCode() {
        return 31 * next + ahead.hashCode();
    }

    @Override
    public String toString() {
        return "ChunkSet[below " + next + ", and behind it " + ahead + "]";
    }
}
