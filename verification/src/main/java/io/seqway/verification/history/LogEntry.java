package io.seqway.verification.history;

/**
 * An entry of a room's log, as somebody read it at the end.
 *
 * @param epoch of the log; empty if the reader cannot tell
 * @param seq its place, from 1
 * @param message what is there
 */
public record LogEntry(String epoch, long seq, Message message) {}
