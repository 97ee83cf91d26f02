package io.seqway.store.stream;

import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;

/**
 * A stream of a user.
 *
 * @param incarnation tells it from other streams that had its name: what is written for one of those, and comes late, is
 *     not its own
 */
public record Stream(String name, String incarnation, StreamState state) {
    private static final int SEQ_DIGITS = 7;

    /** One without chunks. */
    static Stream fresh(String name, String incarnation) {
        return new Stream(name, incarnation, StreamState.NONE);
    }

    Stream with(int seq, int bytes) {
        ChunkSet chunks = state.chunks().with(seq);
        return with(new StreamState(chunks, state.last(), state.bytes() + bytes, state.contentType()));
    }

    Stream ending(int last) {
        return with(new StreamState(state.chunks(), last, state.bytes(), state.contentType()));
    }

    Stream of(String contentType) {
        return with(new StreamState(state.chunks(), state.last(), state.bytes(), contentType));
    }

    private Stream with(StreamState next) {
        return new Stream(name, incarnation, next);
    }

    /** The name of a chunk's document, which is unique. No id may hold a {@code !}. */
    static String chunkId(String user, String stream, String incarnation, int seq) {
        return user + '!' + stream + '!' + incarnation + '!' + String.format("%0" + SEQ_DIGITS + "d", seq);
    }
}
