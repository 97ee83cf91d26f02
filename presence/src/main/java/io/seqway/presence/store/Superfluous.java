package io.seqway.presence.store;

/**
 * A connection that its user may not have beside the others.
 *
 * @param source who has it
 * @param replaced whether newer ones have taken its place; otherwise there was no place for it
 */
public record Superfluous(String source, String session, boolean replaced) {}
