package io.seqway.protocol.stream;

import io.seqway.protocol.Limits;
import java.util.List;

/**
 * What is stored of a stream.
 *
 * @param chunks which chunks are there
 * @param last the seq of the last chunk, or -1 while that is not known
 * @param bytes of all payloads
 * @param contentType a media type, or {@code null} if no chunk has named one
 */
public record StreamState(ChunkSet chunks, int last, long bytes, String contentType) {
    /** The state of a stream that nobody has begun. */
    public static final StreamState NONE = new StreamState(ChunkSet.EMPTY, -1, 0, null);

    /**
     * What is missing of a stream: the seqs, rising, 1000 of them at the most.
     *
     * @param more whether others are missing behind them
     */
    public record Missing(List<Integer> seqs, boolean more) {}

    /** The last chunk that there must be, as far as that is known; -1 if there is none. */
    public int end() {
        return Math.max(last, chunks.maxSeq());
    }

    /** Whether everything is here up to a chunk that was said to be the last one. */
    public boolean complete() {
        return last >= 0 && chunks.isWhole(last);
    }

    /** @param upTo the last seq to look at, or -1 for {@link #end()} */
    public Missing missing(int upTo) {
        int until = upTo < 0 ? end() : upTo;
        List<Integer> seqs = chunks.missing(until, Limits.MAX_MISSING + 1);
        boolean more = seqs.size() > Limits.MAX_MISSING;
        return new Missing(more ? seqs.subList(0, Limits.MAX_MISSING) : seqs, more);
    }
}
