package io.seqway.server.cluster;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.List;
import java.util.Set;

/**
 * The view of a node that is alone.
 *
 * @param roles what it does
 */
record LoneView(String self, Set<Role> roles) implements ClusterView {
    @Override
    public List<String> nodes(Role role) {
        return roles.contains(role) ? List.of(self) : List.of();
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public void onChange(Runnable handler) {
        // nobody comes or goes
    }
}
