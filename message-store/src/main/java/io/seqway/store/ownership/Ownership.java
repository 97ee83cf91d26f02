package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import java.util.List;

/**
 * Which partitions this node should own, by hashing over the members it sees. Two nodes may think they own the same one
 * for a while: the unique names of the log's entries keep that safe, and a probe finds what the other one wrote.
 */
public final class Ownership {
    private final ClusterView view;
    private final boolean[] own = new boolean[Partitions.COUNT];

    public Ownership(ClusterView view) {
        this.view = view;
        refresh();
    }

    /** Looks at the members again. */
    public void refresh() {
        List<String> nodes = view.nodes(Role.MESSAGE_STORE);
        for (int partition = 0; partition < own.length; partition++) {
            own[partition] = view.self().equals(Partitions.owner(partition, nodes));
        }
    }

    /** Whether this node should own the room. */
    public boolean owns(String room) {
        return own[Partitions.of(room)];
    }
}
