package io.seqway.server.cluster;

import io.seqway.protocol.cluster.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A member of the cluster, as it describes itself.
 *
 * @param node the id of its node
 * @param bus where its event bus listens, as host:port
 * @param log what it writes; empty without a message store, and of versions that do not say it
 */
record Peer(String node, String bus, Set<Role> roles, Optional<AnnouncedLog> log) {
    @Override
    public String toString() {
        return "node " + node + " at " + bus;
    }
}
