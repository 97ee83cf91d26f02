package io.seqway.verification.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nodes of one schedule, what is between them, and who takes whom for alive. */
final class Cluster {
    private final World world;
    private final Network network;
    private final Database database;
    private final List<StoreNode> stores = new ArrayList<>();
    private final List<GatewayNode> gateways = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Set<SimulatedNode> suspected = new HashSet<>();

    Cluster(World world, Variant variant) {
        this.world = world;
        this.network = new Network(world);
        this.database = new Database(world, variant);
        Past.begin(world, database);
        for (int i = world.between(2, 3); i > 0; i--) {
            stores.add(new StoreNode("store" + (char) ('A' - 1 + i), world, network, database, variant));
        }
        for (int i = 2; i > 0; i--) {
            gateways.add(new GatewayNode("gateway" + (char) ('A' - 1 + i), world, network, variant));
        }
        nodes.addAll(stores);
        nodes.addAll(gateways);
        nodes.forEach(network::add);
        nodes.forEach(SimulatedNode::start);
        nodes.forEach(this::look);
    }

    Network network() {
        return network;
    }

    Database database() {
        return database;
    }

    List<StoreNode> stores() {
        return stores;
    }

    List<GatewayNode> gateways() {
        return gateways;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    /** A gateway that takes connections now, or {@code null}. */
    GatewayNode gateway() {
        List<GatewayNode> up = gateways.stream().filter(SimulatedNode::isUp).toList();
        return up.isEmpty() ? null : up.get(world.between(0, up.size() - 1));
    }

    /** Whether no node does what this one does. */
    boolean lacks(SimulatedNode node) {
        List<? extends SimulatedNode> same = node instanceof StoreNode ? stores : gateways;
        return same.stream().noneMatch(SimulatedNode::isUp);
    }

    void restart(SimulatedNode node) {
        if (!node.isUp()) {
            suspected.remove(node);
            node.start();
            look(node);
            membersChanged();
        }
    }

    /** The others take a node for dead that does not move. */
    void suspect(SimulatedNode node) {
        if (node.isUp() && node.isPaused()) {
            suspected.add(node);
            membersChanged();
        }
    }

    void trust(SimulatedNode node) {
        if (suspected.remove(node)) {
            membersChanged();
        }
    }

    /** Each node notices a little later, at a time of its own. */
    void membersChanged() {
        nodes.forEach(node -> world.clock().after(world.between(1, 2_000), () -> look(node)));
    }

    /** A node sees who is there now. */
    void look(SimulatedNode node) {
        if (node.isUp()) {
            node.view().see(alive(stores), alive(gateways));
        }
    }

    /** All is well again. */
    void heal() {
        network.heal();
        database.heal();
        suspected.clear();
        nodes.stream().filter(this::lacks).forEach(this::restart);
        nodes.forEach(this::look);
    }

    private List<String> alive(List<? extends SimulatedNode> of) {
        return of.stream()
                .filter(node -> node.isUp() && !suspected.contains(node))
                .map(SimulatedNode::id)
                .sorted()
                .toList();
    }
}
