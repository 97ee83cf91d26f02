package io.seqway.client;

/**
 * What a stream is (docs/protocol.md, "Streams").
 *
 * @param contentType its media type, or null
 * @param meta up to 1 KiB of JSON, sent with the first chunk, or null
 * @param chunkBytes what is appended is cut into chunks of this size: 1 to 1,000,000; default 65,536
 */
public record StreamOptions(String contentType, Object meta, int chunkBytes) {
    /** A frame of more than 1 MiB, header and all, would cost the connection. */
    private static final int MAX_CHUNK_BYTES = 1_000_000;

    /** @throws IllegalArgumentException if {@code chunkBytes} is out of range */
    public StreamOptions {
        if (chunkBytes < 1 || chunkBytes > MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "chunkBytes must be 1 to " + MAX_CHUNK_BYTES + ", and it is " + chunkBytes);
        }
    }

    /** The defaults. */
    public StreamOptions() {
        this(null, null, 65_536);
    }
}
