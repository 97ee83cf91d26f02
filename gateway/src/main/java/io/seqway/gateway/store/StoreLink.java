package io.seqway.gateway.store;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.eventbus.EventBus;
import java.util.List;

/** Finds the message store that owns a partition, and speaks to it. Belongs to one event loop. */
public final class StoreLink {
    private final EventBus bus;
    private final ClusterView view;
    private final String[] owners = new String[Partitions.COUNT];

    public StoreLink(EventBus bus, ClusterView view) {
        this.bus = bus;
        this.view = view;
        refresh();
    }

    /** Looks at the members again. */
    public void refresh() {
        List<String> nodes = view.nodes(Role.MESSAGE_STORE);
        for (int partition = 0; partition < owners.length; partition++) {
            owners[partition] = Partitions.owner(partition, nodes);
        }
    }

    /** The node that should own the partition, or {@code null} where there is none. */
    public String owner(int partition) {
        return owners[partition];
    }

    /** Sends to the message store of a node; nothing is said if it never arrives. */
    public void send(String node, BusMessage message) {
        bus.send(Addresses.store(node), message, BusCodec.OPTIONS);
    }
}
