package io.seqway.verification.stage;

import java.util.List;

/**
 * A network namespace with one address.
 *
 * @param name as {@code ip netns} knows it
 */
record Namespace(String name, String address) {

    /** What goes before a command, so that it runs in here. */
    List<String> inside() {
        return List.of("ip", "netns", "exec", name);
    }

    String run(String... command) {
        return Command.run(Command.joined(inside(), List.of(command)));
    }

    /** From in here, a port of loopback is another address and port. */
    void lead(int port, String address, int toPort) {
        run(
                "iptables",
                "-w",
                "-t",
                "nat",
                "-A",
                "OUTPUT",
                "-p",
                "tcp",
                "-d",
                "127.0.0.1",
                "--dport",
                Integer.toString(port),
                "-j",
                "DNAT",
                "--to-destination",
                address + ":" + toPort);
    }

    /** Lets packets leave loopback, as {@link #lead} needs it. */
    void openLoopback() {
        run("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1");
        run("iptables", "-w", "-t", "nat", "-A", "POSTROUTING", "-s", "127.0.0.1", "-o", "eth0", "-j", "MASQUERADE");
    }
}
