package io.seqway.protocol.bus;

/** What gateways ask message stores about streams: any store node answers, as a reply, also by {@link Refused}. */
public sealed interface StreamMessage extends BusMessage {
    /**
     * Stores a chunk; answered by {@link ChunkStored}.
     *
     * @param seq from 0
     * @param contentType the media type of the stream, or {@code null}
     * @param meta JSON text, or {@code null}
     * @param last whether the stream ends with it
     */
    record PutChunk(String user, String stream, int seq, String contentType, String meta, boolean last, byte[] payload)
            implements StreamMessage {}

    /** @param duplicate whether it was stored before */
    record ChunkStored(boolean duplicate) implements StreamMessage {}

    /** Asks what is stored of a stream; answered by {@link StreamFound}. */
    record AskStream(String user, String stream) implements StreamMessage {}

    /**
     * @param incarnation names the stream among those that have had its name; {@code null} if there is none now
     * @param next the first chunk that is missing
     * @param ahead the chunks from {@code next} on, a bit for each
     * @param last the seq of the last chunk, or -1
     * @param bytes of all payloads
     */
    record StreamFound(String incarnation, int next, byte[] ahead, int last, long bytes, String contentType)
            implements StreamMessage {}

    /** Reads a chunk; answered by {@link ChunkFound}. */
    record ReadChunk(String user, String stream, String incarnation, int seq) implements StreamMessage {}

    /** @param payload {@code null} if the chunk is not there */
    record ChunkFound(byte[] payload, String meta) implements StreamMessage {}

    /** Removes a stream with all its chunks; answered by {@link StreamRemoved}. */
    record RemoveStream(String user, String stream) implements StreamMessage {}

    /** @param found whether there was one */
    record StreamRemoved(boolean found) implements StreamMessage {}

    /**
     * What was asked is not done.
     *
     * @param code an error code
     * @param limit the name and value of the limit that was met, or {@code null}
     * @param retryAfterMs after how many ms another try makes sense, or 0
     */
    record Refused(String code, String message, String limit, long retryAfterMs) implements StreamMessage {}
}
