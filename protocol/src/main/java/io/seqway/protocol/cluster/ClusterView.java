package io.seqway.protocol.cluster;

import java.util.List;

/**
 * Who is in the cluster, as this node sees it now. A hint: two nodes may see different members for a while, and the log
 * decides all the same. Safe to call from any thread.
 */
public interface ClusterView {
    /** The id of this node. */
    String self();

    /** The ids of the nodes with this role, sorted. */
    List<String> nodes(Role role);

    /** Calls the handler, on any thread, after each change of the members. */
    void onChange(Runnable handler);

    /** Whether other nodes could ever be seen. */
    default boolean isCluster() {
        return true;
    }

    /** The view of a node that is alone and has every role. */
    static ClusterView alone(String self) {
        return new ClusterView() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public List<String> nodes(Role role) {
                return List.of(self);
            }

            @Override
            public boolean isCluster() {
                return false;
            }

            @Override
            public void onChange(Runnable handler) {
                // nobody comes or goes
            }
        };
    }
}
