package io.seqway.verification.simulation;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.ArrayList;
import java.util.List;

/** The members as one node sees them, which may not be those that there are. */
final class SimulatedView implements ClusterView {
    private final String self;
    private final List<Runnable> handlers = new ArrayList<>();
    private List<String> stores = List.of();
    private List<String> gateways = List.of();

    SimulatedView(String self) {
        this.self = self;
    }

    /** From now on the node sees these message stores and gateways. */
    void see(List<String> seenStores, List<String> seenGateways) {
        if (!seenStores.equals(stores) || !seenGateways.equals(gateways)) {
            stores = seenStores;
            gateways = seenGateways;
            handlers.forEach(Runnable::run);
        }
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<String> nodes(Role role) {
        return switch (role) {
            case MESSAGE_STORE -> stores;
            case GATEWAY -> gateways;
            case PRESENCE -> List.of();
        };
    }

    @Override
    public void onChange(Runnable handler) {
        handlers.add(handler);
    }
}
