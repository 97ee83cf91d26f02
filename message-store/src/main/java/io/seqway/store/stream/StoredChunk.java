package io.seqway.store.stream;

/**
 * A chunk as it is kept; never changed.
 *
 * @param id as of {@link Stream#chunkId}
 * @param hash of the payload, SHA-256 in hexadecimal digits
 * @param meta JSON text, or {@code null}
 * @param time when it was written, in ms since 1970
 */
public record StoredChunk(String id, String hash, String meta, long time, byte[] payload) {}
