package io.seqway.server.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the cluster's members do, where their event bus listens, and which log they write. That travels as attributes of
 * the Hazelcast member and so is there as soon as the member is.
 */
final class Members {
    static final String ROLES = "seqway.roles";
    /** As host:port. */
    static final String BUS = "seqway.bus";
    /** The token of the log that a message store writes. */
    static final String LOG = "seqway.log";
    /** The database that holds it. */
    static final String DATABASE = "seqway.database";

    /** Where the cluster manager of Vert.x keeps the id of a node. */
    private static final String NODE_ID = "__vertx.nodeId";

    private Members() {}

    static String write(Set<Role> roles) {
        return roles.stream().map(Role::text).collect(Collectors.joining(","));
    }

    /** All members, the oldest first; a local read. */
    static List<Peer> read(HazelcastInstance hazelcast) {
        return hazelcast.getCluster().getMembers().stream()
                .filter(member -> member.getAttribute(NODE_ID) != null && member.getAttribute(ROLES) != null)
                .map(member -> new Peer(
                        member.getAttribute(NODE_ID),
                        member.getAttribute(BUS),
                        parse(member.getAttribute(ROLES)),
                        log(member)))
                .toList();
    }

    private static Optional<AnnouncedLog> log(Member member) {
        return Optional.ofNullable(member.getAttribute(LOG))
                .map(token -> new AnnouncedLog(token, member.getAttribute(DATABASE)));
    }

    /** Where the event bus of a node listens, if the node is a member; a local read. */
    static Optional<NodeInfo> bus(HazelcastInstance hazelcast, String node) {
        return hazelcast.getCluster().getMembers().stream()
                .filter(member -> node.equals(member.getAttribute(NODE_ID)))
                .map(member -> address(member.getAttribute(BUS)))
                .findAny();
    }

    private static NodeInfo address(String text) {
        int colon = text.lastIndexOf(':');
        return new NodeInfo(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), null);
    }

    /** A role that this version does not know is left out: nodes of two versions run side by side during an upgrade. */
    static Set<Role> parse(String text) {
        Set<String> names = Set.copyOf(Arrays.asList(text.split(",")));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (names.contains(role.text())) {
                roles.add(role);
            }
        }
        return roles;
    }
}
