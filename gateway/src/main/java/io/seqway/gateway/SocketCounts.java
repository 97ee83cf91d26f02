package io.seqway.gateway;

/**
 * Who is connected to a node.
 *
 * @param users with at least one connection
 * @param rooms that at least one connection has joined
 */
public record SocketCounts(int sockets, int users, int rooms) {}
