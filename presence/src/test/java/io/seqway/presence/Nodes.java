package io.seqway.presence;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.List;

/** A cluster whose members do not change. */
record Nodes(String self, List<String> gateways, List<String> presence, List<String> stores) implements ClusterView {
    @Override
    public List<String> nodes(Role role) {
        return switch (role) {
            case GATEWAY -> gateways;
            case PRESENCE -> presence;
            case MESSAGE_STORE -> stores;
        };
    }

    @Override
    public void onChange(Runnable handler) {
        // nobody comes or goes
    }
}
