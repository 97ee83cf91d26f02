package io.seqway.store.log;

/**
 * A document of the log that cannot be read as an entry.
 *
 * @param room whose it is, or the empty text if its names do not say
 * @param id its {@code _id}
 * @param key the name of the sender's message, or {@code null} if that cannot be read either
 * @param fault what is wrong with it
 */
public record DamagedEntry(String room, String id, String key, String fault) {}
