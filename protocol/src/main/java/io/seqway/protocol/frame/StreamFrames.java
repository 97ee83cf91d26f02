package io.seqway.protocol.frame;

import io.seqway.protocol.Refusal;
import io.seqway.protocol.stream.StreamState;

/** What the server says about streams (docs/protocol.md, "Streams"). */
public final class StreamFrames {
    private StreamFrames() {}

    /**
     * A chunk is stored.
     *
     * @param duplicate whether it was stored before
     * @param size of its payload, in bytes
     */
    public static byte[] chunkAck(String id, String stream, int seq, boolean duplicate, int size) {
        return FrameWriter.reply("chunk-ack", id)
                .put("stream", stream)
                .put("seq", seq)
                .put("duplicate", duplicate)
                .put("size", size)
                .toBytes();
    }

    /** @param upTo the last seq that was asked for, or -1 for all that is known to belong to the stream */
    public static byte[] missing(String id, String stream, StreamState state, int upTo) {
        return putMissing(FrameWriter.reply("missing", id), stream, state, upTo).toBytes();
    }

    /** Adds what is stored of a stream, and what is not. */
    public static FrameWriter putMissing(FrameWriter object, String stream, StreamState state, int upTo) {
        StreamState.Missing missing = state.missing(upTo);
        return object.put("stream", stream)
                .part(g -> {
                    g.writeArrayFieldStart("missing");
                    for (int seq : missing.seqs()) {
                        g.writeNumber(seq);
                    }
                    g.writeEndArray();
                })
                .put("more", missing.more())
                .put("maxSeq", state.chunks().maxSeq())
                .put("total", state.chunks().total())
                .put("complete", state.complete());
    }

    /**
     * A frame about a stream was refused.
     *
     * @param seq of the chunk, or -1
     */
    public static byte[] error(String id, Refusal refusal, String stream, int seq) {
        FrameWriter frame = ServerFrames.beginError(id, refusal).put("stream", stream);
        return (seq < 0 ? frame : frame.put("seq", seq))
                .put("limit", refusal.limit())
                .toBytes();
    }
}
