package io.seqway.verification.stage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What cuts a node from the others: rules in its own namespace that drop packets of Hazelcast and the event bus. What it
 * says to clients and stores is not touched.
 */
public final class Wall {
    /** Which packets of the node are dropped. */
    public enum Side {
        IN("INPUT", "-s"),
        OUT("OUTPUT", "-d");

        private final String hook;
        private final String peer;

        Side(String hook, String peer) {
            this.hook = hook;
            this.peer = peer;
        }

        private String chain() {
            return "WALL-" + name();
        }
    }

    private static final String PORTS = Node.CLUSTER_PORT + ":" + (Node.CLUSTER_PORT + 1);

    private final Namespace namespace;
    private final List<String> others;

    /** @param others the addresses of the other nodes */
    Wall(Namespace namespace, List<String> others) {
        this.namespace = namespace;
        this.others = List.copyOf(others);
        for (Side side : Side.values()) {
            iptables("-N", side.chain());
            iptables("-I", side.hook, "-j", side.chain());
        }
    }

    /** The addresses of the other nodes. */
    public List<String> others() {
        return others;
    }

    /**
     * Drops the packets of these sides.
     *
     * @param from the addresses of those nodes from which this one is cut
     */
    public void raise(Set<Side> sides, List<String> from) {
        for (Side side : new TreeSet<>(sides)) {
            for (String other : from) {
                for (String end : List.of("--dport", "--sport")) {
                    iptables("-A", side.chain(), side.peer, other, "-p", "tcp", end, PORTS, "-j", "DROP");
                }
            }
        }
    }

    /** How many packets of this side were dropped since the wall was raised. */
    public long dropped(Side side) {
        return iptables("-nvxL", side.chain())
                .lines()
                .filter(line -> line.contains("DROP"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[0]))
                .sum();
    }

    /** Everything gets through again. */
    public void lower() {
        for (Side side : Side.values()) {
            iptables("-F", side.chain());
        }
    }

    private String iptables(String... arguments) {
        return namespace.run(
                Stream.concat(Stream.of("iptables", "-w"), Stream.of(arguments)).toArray(String[]::new));
    }
}
