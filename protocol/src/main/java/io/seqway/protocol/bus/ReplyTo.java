package io.seqway.protocol.bus;

/**
 * Where an answer belongs: the gateway node, one of its hubs, and what that hub calls the question.
 *
 * @param node the gateway node's id
 * @param hub the index of the hub on that node
 * @param ref the hub's own number of the question
 * @param generation which time of sending the question it is that was answered: that of the pipe for a submission, else 0
 */
public record ReplyTo(String node, int hub, long ref, long generation) {}
