package io.seqway.protocol.bus;

/**
 * Where an answer belongs: the gateway node, one of its hubs, and what that hub calls the question.
 *
 * @param node the gateway node's id
 * @param hub the index of the hub on that node
 * @param ref the hub's own number of the question
 */
public record ReplyTo(String node, int hub, long ref) {}
