package io.seqway.presence.store;

import java.util.Set;

/**
 * A source whose lease is over.
 *
 * @param name as it was in its words
 * @param sinceMs when its lease ended, in ms since 1970
 * @param rooms where it may still have users
 */
public record DeadSource(String name, long sinceMs, Set<String> rooms) {}
