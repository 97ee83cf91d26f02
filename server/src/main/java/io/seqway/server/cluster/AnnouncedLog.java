package io.seqway.server.cluster;

/**
 * Which log a message store writes, as it announces it to the other members: nodes with different ones must not be one
 * cluster.
 *
 * @param token that of the database's logs, drawn at random when the database was made
 * @param database the name of the database, which a copy of it does not share
 */
public record AnnouncedLog(String token, String database) {
    @Override
    public String toString() {
        return "database '%s' (log %s)".formatted(database, token);
    }
}
