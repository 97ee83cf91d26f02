package io.seqway.protocol.frame;

/**
 * A message that comes over HTTP.
 *
 * @param send what {@code send} would have said: never optimistic, and without an {@code id}
 * @param sender the user whom it is to be from, or {@code null} for the caller
 */
public record MessagePost(ClientFrame.Send send, String sender) {}
