package io.seqway.verification.simulation;

import io.seqway.protocol.bus.BusMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The event bus between nodes: from one node to another it keeps the order, as one TCP connection does, but it may lose
 * what it likes, be late, or say a thing twice.
 */
final class Network {
    /** The way from one node to another. */
    private static final class Way {
        private long lastArrival;
        private int connection;
    }

    private final World world;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<String, Way> ways = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private long quietAt;

    Network(World world) {
        this.world = world;
    }

    void add(SimulatedNode node) {
        nodes.add(node);
    }

    /** When everything has arrived that a fault made late. */
    long quietAt() {
        return quietAt;
    }

    void send(SimulatedNode from, String to, BusMessage message) {
        if (cut.contains(from.id() + to) || world.faults().happens(Fault.LOST_MESSAGE)) {
            world.trace().say("%s -> %s LOST %s", from.id(), to, Words.of(message));
            return;
        }
        long latency = world.between(0, 3);
        if (world.faults().happens(Fault.LATE_MESSAGE)) {
            latency = world.between(50, 4_000);
        }
        arriveAfter(latency, from, to, message);
        if (world.faults().happens(Fault.REPEATED_MESSAGE)) {
            arriveAfter(latency + (world.chance(0.5) ? 0 : world.between(1, 2_000)), from, to, message);
        }
    }

    private void arriveAfter(long latency, SimulatedNode from, String to, BusMessage message) {
        Way way = ways.computeIfAbsent(from.id() + to, w -> new Way());
        way.lastArrival = Math.max(way.lastArrival, world.clock().now() + latency);
        quietAt = Math.max(quietAt, way.lastArrival);
        int connection = way.connection;
        String sender = from.id();
        world.clock().at(way.lastArrival, () -> {
            // what a process has handed to its kernel may arrive after its death, or be lost with it
            boolean lost = connection != way.connection || !sender.equals(from.id()) && world.chance(0.5);
            SimulatedNode node = node(to);
            if (lost || node == null || !node.isUp()) {
                world.trace().say("%s -> %s LOST on the way %s", sender, to, Words.of(message));
            } else {
                node.on(node.life(), () -> {
                    world.trace().say("%s -> %s %s", sender, to, Words.of(message));
                    node.receive(message);
                });
            }
        });
    }

    private SimulatedNode node(String id) {
        for (SimulatedNode node : nodes) {
            if (node.id().equals(id)) {
                return node;
            }
        }
        return null;
    }

    /** Loses what is under way from one node to another. */
    void reconnect(String from, String to) {
        Way way = ways.get(from + to);
        if (way != null) {
            way.connection++;
            way.lastArrival = 0;
            world.trace().say("%s -> %s reconnects", from, to);
        }
    }

    /** From now on one node does not hear the other. */
    void cut(String from, String to) {
        cut.add(from + to);
        world.trace().say("%s -> %s cut", from, to);
    }

    void heal() {
        cut.clear();
    }
}
