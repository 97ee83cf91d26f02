package io.seqway.server.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles of the cluster's members, and where their event bus listens. That travels as attributes of the Hazelcast
 * member and so is there as soon as the member is.
 */
final class Members {
    static final String ROLES = "seqway.roles";
    /** As host:port. */
    static final String BUS = "seqway.bus";

    /** Where the cluster manager of Vert.x keeps the id of a node. */
    private static final String NODE_ID = "__vertx.nodeId";

    private Members() {}

    static String write(Set<Role> roles) {
        return roles.stream().map(Role::text).collect(Collectors.joining(","));
    }

    /** The roles of each member by the id of its node; a local read. */
    static Map<String, Set<Role>> read(HazelcastInstance hazelcast) {
        Map<String, Set<Role>> roles = new HashMap<>();
        for (Member member : hazelcast.getCluster().getMembers()) {
            String node = member.getAttribute(NODE_ID);
            String text = member.getAttribute(ROLES);
            if (node != null && text != null) {
                roles.put(node, parse(text));
            }
        }
        return roles;
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
