package io.seqway.verification.simulation;

import java.util.List;

/** The faults that have a time of their own: what happens to nodes, ways, the database and clients. */
final class Chaos {
    private static final int LONGEST_PAUSE_MS = 12_000;

    private final World world;
    private final Cluster cluster;
    private final List<SimulatedClient> clients;

    Chaos(World world, Cluster cluster, List<SimulatedClient> clients) {
        this.world = world;
        this.cluster = cluster;
        this.clients = clients;
    }

    /** Plans faults from now until a time, and that all is well again then. */
    void plan(long until) {
        for (int i = world.between(0, 6); i > 0; i--) {
            at(until, Fault.CRASH, () -> crash(until));
            at(until, Fault.PAUSE, () -> pause(until));
            at(until, Fault.WRONG_VIEW, this::wrongView);
            at(until, Fault.CUT, this::cut);
            at(until, Fault.RECONNECT, this::reconnect);
            at(until, Fault.ELECTION, () -> cluster.database().elect());
            at(until, Fault.OUTAGE, () -> cluster.database().outFor(world.between(500, 5_000)));
            at(until, Fault.DISCONNECT, () -> one(clients).disconnect());
            at(until, Fault.SLOW_READER, () -> one(clients).doNotRead(world.between(100, 5_000)));
        }
    }

    private void at(long until, Fault fault, Runnable task) {
        world.clock().at(world.between(0, (int) until), () -> {
            if (world.faults().happens(fault)) {
                task.run();
            }
        });
    }

    private void crash(long until) {
        SimulatedNode node = one(cluster.nodes());
        if (node.isUp()) {
            node.crash();
            cluster.membersChanged();
            long back = world.clock().now() + world.between(50, 8_000);
            if (world.chance(0.8) || cluster.lacks(node)) {
                world.clock().at(Math.min(back, until), () -> cluster.restart(node));
            }
        }
    }

    private void pause(long until) {
        SimulatedNode node = one(cluster.nodes());
        if (node.isUp() && !node.isPaused()) {
            long ms = Math.min(
                    world.between(100, LONGEST_PAUSE_MS), until - world.clock().now());
            node.pause(ms);
            // after a while the others take it for dead, and a while after it has come back for alive
            world.clock().after(world.between(200, 6_000), () -> cluster.suspect(node));
            world.clock().after(ms + world.between(0, 3_000), () -> cluster.trust(node));
        }
    }

    private void wrongView() {
        SimulatedNode node = one(cluster.nodes());
        if (node.isUp()) {
            List<String> stores = some(cluster.stores());
            world.trace().say("%s sees %s", node.id(), stores);
            node.view().see(stores, some(cluster.gateways()));
            world.clock().after(world.between(100, 6_000), () -> cluster.look(node));
        }
    }

    private void cut() {
        SimulatedNode one = one(cluster.nodes());
        SimulatedNode other = one(cluster.nodes());
        cluster.network().cut(one.id(), other.id());
        if (world.chance(0.5)) {
            cluster.network().cut(other.id(), one.id());
        }
        world.clock().after(world.between(100, 5_000), () -> cluster.network().heal());
    }

    private void reconnect() {
        cluster.network()
                .reconnect(one(cluster.nodes()).id(), one(cluster.nodes()).id());
    }

    private List<String> some(List<? extends SimulatedNode> of) {
        return of.stream()
                .map(SimulatedNode::id)
                .filter(id -> world.chance(0.6))
                .toList();
    }

    private <T> T one(List<T> of) {
        return of.get(world.between(0, of.size() - 1));
    }
}
