package io.seqway.client;

import java.util.List;

/**
 * A page of a room's log.
 *
 * @param messages by rising seq, each as it is now
 * @param more whether there is more in that direction
 */
public record HistoryPage(List<Message> messages, boolean more) {}
