package io.seqway.verification.stage;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network of its own on this machine: a bridge in a namespace, one namespace for each process at it, and one end for
 * the harness. Everything in it has a name that begins with the same letters, so what a killed harness left is found.
 */
final class Network {
    private static final String PREFIX = "sqproof-";
    private static final String HUB = PREFIX + "hub";
    /** The harness's end; in the hub it is named without the prefix, as all others are. */
    private static final String HARNESS = PREFIX + "host";

    private static final String SUBNET = "10.213.77.";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Network() {}

    /** Removes what was left of another one, with all its processes, and makes a new one. */
    static Network create() throws InterruptedException {
        removeAll();
        Network network = new Network();
        Command.run("ip", "netns", "add", HUB);
        Command.run("ip", "-n", HUB, "link", "add", "bridge", "type", "bridge");
        Command.run("ip", "-n", HUB, "link", "set", "bridge", "up");
        Command.run("ip", "link", "add", HARNESS, "type", "veth", "peer", "name", "host", "netns", HUB);
        Command.run("ip", "-n", HUB, "link", "set", "host", "master", "bridge", "up");
        Command.run("ip", "addr", "add", network.harness() + "/24", "dev", HARNESS);
        Command.run("ip", "link", "set", HARNESS, "up");
        return network;
    }

    /** The address by which the processes in the network reach the harness. */
    String harness() {
        return SUBNET + 1;
    }

    /**
     * Adds a namespace at the bridge.
     *
     * @param name at most 7 letters, digits and dashes
     * @param number the last part of its address, 2 to 254
     */
    Namespace add(String name, int number) {
        String full = PREFIX + name;
        Namespace namespace = new Namespace(full, SUBNET + number);
        Command.run("ip", "netns", "add", full);
        Command.run("ip", "link", "add", "eth0", "netns", full, "type", "veth", "peer", "name", name, "netns", HUB);
        Command.run("ip", "-n", HUB, "link", "set", name, "master", "bridge", "up");
        Command.run("ip", "-n", full, "link", "set", "lo", "up");
        Command.run("ip", "-n", full, "addr", "add", namespace.address() + "/24", "dev", "eth0");
        Command.run("ip", "-n", full, "link", "set", "eth0", "up");
        return namespace;
    }

    /** Kills every process in it, and removes it. */
    void remove() throws InterruptedException {
        removeAll();
    }

    private static void removeAll() throws InterruptedException {
        List<String> namespaces = names();
        for (String namespace : namespaces) {
            Await.until("no process is left in " + namespace, LIMIT, () -> {
                List<String> left = pids(namespace);
                left.forEach(pid -> Command.succeeds("kill", "-KILL", pid));
                return left.isEmpty();
            });
            Command.run("ip", "netns", "del", namespace);
        }
        // its other end may have gone with its namespace just now, and this one with it
        Await.until(
                HARNESS + " is gone",
                LIMIT,
                () -> Command.succeeds("ip", "link", "del", HARNESS)
                        || !Command.succeeds("ip", "link", "show", HARNESS));
    }

    private static List<String> names() {
        return Command.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }

    private static List<String> pids(String namespace) {
        return Stream.of(Command.run("ip", "netns", "pids", namespace).split("\\s+"))
                .filter(pid -> !pid.isEmpty())
                .toList();
    }
}
