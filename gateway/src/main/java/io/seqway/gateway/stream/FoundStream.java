package io.seqway.gateway.stream;

import io.seqway.protocol.bus.StreamMessage.StreamFound;
import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;

/**
 * A stream as it was found.
 *
 * @param user whose it is
 * @param incarnation names it among those that have had its name; {@code null} if there is none now
 */
public record FoundStream(String user, String name, String incarnation, StreamState state) {
    static FoundStream of(String user, String name, StreamFound found) {
        ChunkSet chunks = ChunkSet.of(found.next(), found.ahead());
        return new FoundStream(
                user,
                name,
                found.incarnation(),
                new StreamState(chunks, found.last(), found.bytes(), found.contentType()));
    }

    /** Whether there is such a stream. */
    public boolean exists() {
        return incarnation != null;
    }
}
