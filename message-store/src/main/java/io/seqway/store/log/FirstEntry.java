package io.seqway.store.log;

/**
 * The first entry of a log that is in the database.
 *
 * @param time as in {@link Entry}
 */
public record FirstEntry(LogId log, long seq, long time) {}
