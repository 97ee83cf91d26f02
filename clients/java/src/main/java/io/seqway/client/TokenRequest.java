package io.seqway.client;

/**
 * Why a token is needed.
 *
 * @param reason {@code first}, or {@code expiring}: the old one is about to end, or {@code refused}: the server did not take it
 * @param previous the token that was used before, or null
 */
public record TokenRequest(String reason, String previous) {}
