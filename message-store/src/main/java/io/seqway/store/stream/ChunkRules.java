package io.seqway.store.stream;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.stream.StreamState;
import io.seqway.store.stream.UnderWay.Place;
import java.util.function.Supplier;

/**
 * What a chunk must be to become part of a stream. All that can refuse one is looked at before it is written, and what it
 * says of the stream is fixed then: what was written is refused no more, but if the stream has ended meanwhile.
 */
final class ChunkRules {
    private final StreamQuotas quotas;
    private final Supplier<String> incarnations;

    /** @param incarnations draws a name that no stream has had */
    ChunkRules(StreamQuotas quotas, Supplier<String> incarnations) {
        this.quotas = quotas;
        this.incarnations = incarnations;
    }

    /**
     * The catalogue in which the chunk may be written: with its stream, and with the end and the content type that it names.
     * Throws a {@link Refusal}.
     *
     * @param written what is being written besides
     */
    Catalogue admit(Catalogue catalogue, PutChunk chunk, UnderWay written) {
        Stream before = catalogue.stream(chunk.stream());
        if (before == null && catalogue.streams().size() >= quotas.streams()) {
            throw Refusal.limit(ErrorCode.LIMIT_EXCEEDED, "too many streams", "max-streams-per-user", quotas.streams());
        }
        Stream stream = before == null ? Stream.fresh(chunk.stream(), incarnations.get()) : before;
        requireInside(stream.state(), chunk.seq());
        if (stream.state().chunks().contains(chunk.seq())) {
            return catalogue; // what it says counts only if it has the same bytes
        }
        requireNear(stream.state(), chunk.seq());
        requireRoom(catalogue, stream, chunk, written);
        return said(catalogue, stream, chunk);
    }

    /** The catalogue with a chunk that was written, or had been before. Throws a {@link Refusal}. */
    static Catalogue count(Catalogue catalogue, PutChunk chunk) {
        Stream stream = catalogue.stream(chunk.stream());
        if (stream.state().chunks().contains(chunk.seq())) {
            return said(catalogue, stream, chunk);
        }
        requireInside(stream.state(), chunk.seq());
        return catalogue.with(stream.with(chunk.seq(), chunk.payload().length));
    }

    /** The catalogue with what the chunk says of its stream. */
    private static Catalogue said(Catalogue catalogue, Stream stream, PutChunk chunk) {
        Stream said = withType(withEnd(stream, chunk), chunk.contentType());
        return said.equals(catalogue.stream(chunk.stream())) ? catalogue : catalogue.with(said);
    }

    private static void requireInside(StreamState state, int seq) {
        if (state.last() >= 0 && seq > state.last()) {
            throw new Refusal(ErrorCode.CHUNK_CONFLICT, "seq must be at most " + state.last() + ", which was the last");
        }
    }

    private void requireNear(StreamState state, int seq) {
        int first = state.chunks().next();
        if (seq - first > quotas.gap()) {
            throw Refusal.limit(
                    ErrorCode.LIMIT_EXCEEDED,
                    "seq too far ahead of " + first + ", which is missing",
                    "max-stream-gap",
                    quotas.gap());
        }
    }

    private void requireRoom(Catalogue catalogue, Stream stream, PutChunk chunk, UnderWay written) {
        Place place = new Place(chunk.stream(), chunk.seq());
        long size = chunk.payload().length;
        if (stream.state().bytes() + written.ofStream(catalogue, place) + size > quotas.streamBytes()) {
            throw Refusal.limit(
                    ErrorCode.LIMIT_EXCEEDED, "too many bytes in the stream", "max-stream-bytes", quotas.streamBytes());
        }
        if (catalogue.bytes() + written.ofUser(catalogue, place) + size > quotas.userBytes()) {
            throw Refusal.limit(
                    ErrorCode.LIMIT_EXCEEDED,
                    "too many bytes in all streams of the user",
                    "max-user-stream-bytes",
                    quotas.userBytes());
        }
    }

    private static Stream withEnd(Stream stream, PutChunk chunk) {
        StreamState state = stream.state();
        if (!chunk.last() || state.last() == chunk.seq()) {
            return stream;
        }
        if (state.last() >= 0) {
            throw new Refusal(
                    ErrorCode.CHUNK_CONFLICT, "last must not be said of this seq: " + state.last() + " was it");
        }
        if (state.chunks().maxSeq() > chunk.seq()) {
            throw new Refusal(
                    ErrorCode.CHUNK_CONFLICT,
                    "last must not be said of this seq: " + state.chunks().maxSeq() + " is stored behind it");
        }
        return stream.ending(chunk.seq());
    }

    private static Stream withType(Stream stream, String contentType) {
        String known = stream.state().contentType();
        if (contentType == null || contentType.equals(known)) {
            return stream;
        }
        if (known != null) {
            throw new Refusal(ErrorCode.CHUNK_CONFLICT, "contentType of this stream is " + known);
        }
        return stream.of(contentType);
    }
}
