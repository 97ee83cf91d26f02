package io.seqway.gateway.store;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Finds the message store that owns a partition, and speaks to it: the one that the stores name, or, as long as none is
 * named that is a member, the one that should own it by hashing. Belongs to one event loop.
 */
public final class StoreLink {
    private final ClusterView view;
    private final BiConsumer<String, BusMessage> send;
    private final Owned[] owned = new Owned[Partitions.COUNT];
    private final String[] owners = new String[Partitions.COUNT];

    /** @param send sends a message to the message store of a node, by its id */
    public StoreLink(ClusterView view, BiConsumer<String, BusMessage> send) {
        this.view = view;
        this.send = send;
        refresh();
    }

    /** Speaks over the event bus. */
    public static StoreLink over(EventBus bus, ClusterView view) {
        return new StoreLink(view, (node, message) -> bus.send(Addresses.store(node), message, BusCodec.OPTIONS));
    }

    /** Looks at the members again. */
    public void refresh() {
        List<String> nodes = view.nodes(Role.MESSAGE_STORE);
        for (int partition = 0; partition < owners.length; partition++) {
            refresh(partition, nodes);
        }
    }

    private void refresh(int partition, List<String> nodes) {
        Owned named = owned[partition];
        boolean member = named != null && nodes.contains(named.node());
        owners[partition] = member ? named.node() : Partitions.owner(partition, nodes);
    }

    /**
     * A message store names an owner.
     *
     * @return whether that was news
     */
    public boolean learn(Owned named) {
        Owned known = owned[named.partition()];
        if (known != null && known.epoch() >= named.epoch()) {
            return false;
        }
        owned[named.partition()] = named;
        refresh(named.partition(), view.nodes(Role.MESSAGE_STORE));
        return true;
    }

    /** The owners that were named last. */
    public List<Owned> named() {
        return Stream.of(owned).filter(Objects::nonNull).toList();
    }

    /** Whether an owner was named here after this one was. */
    public boolean knowsBetter(Owned named) {
        Owned known = owned[named.partition()];
        return known != null && known.epoch() > named.epoch();
    }

    /** Whether this owner is the one that was named last. */
    public boolean isKnown(Owned named) {
        return named.equals(owned[named.partition()]);
    }

    /** The nodes that may own something. */
    public List<String> stores() {
        return view.nodes(Role.MESSAGE_STORE);
    }

    /** The node to ask about the partition, or {@code null} where there is none. */
    public String owner(int partition) {
        return owners[partition];
    }

    /** Sends to the message store of a node; nothing is said if it never arrives. */
    public void send(String node, BusMessage message) {
        send.accept(node, message);
    }
}
