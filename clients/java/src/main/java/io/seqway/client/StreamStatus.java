package io.seqway.client;

/**
 * How a stream stands.
 *
 * @param pending chunks not acked
 * @param oldest when the oldest of them was appended, in ms since 1970; null without any
 * @param attempts how often chunks had to be sent again
 */
public record StreamStatus(int pending, Long oldest, int attempts) {}
