package io.seqway.verification.stage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What cuts a member of MongoDB from the others, on the loopback of this machine, where all of them are: nobody who comes
 * from {@code 127.0.0.1} can speak to it. The proxies come from another address, and so they still can.
 */
final class LoopbackWall {
    private static final String CHAIN = "SQPROOF-WALL";
    private static final List<String> HOOK = List.of("INPUT", "-i", "lo", "-p", "tcp", "-j", CHAIN);
    private static final String MEMBERS = "127.0.0.1";
    private static final String GUEST = "127.0.0.9";

    LoopbackWall() {
        remove();
        iptables("-N", CHAIN);
        iptables(Command.joined(List.of("-I"), HOOK));
    }

    /** As whom to connect to a member, in order not to be taken for another member. */
    static InetAddress guest() {
        return address(GUEST);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Drops what the others say to the member at this port, and what it answers them. */
    void raise(int port) {
        String text = Integer.toString(port);
        iptables("-A", CHAIN, "-s", MEMBERS, "-p", "tcp", "--dport", text, "-j", "DROP");
        iptables("-A", CHAIN, "-d", MEMBERS, "-p", "tcp", "--sport", text, "-j", "DROP");
    }

    /** Everything gets through again. */
    void lower() {
        iptables("-F", CHAIN);
    }

    /** Removes it, also where a harness that was killed has left it. */
    static void remove() {
        if (Command.succeeds("iptables", "-w", "-n", "-L", CHAIN)) {
            iptables("-F", CHAIN);
            iptables(Command.joined(List.of("-D"), HOOK));
            iptables("-X", CHAIN);
        }
    }

    private static void iptables(String... arguments) {
        iptables(List.of(arguments));
    }

    private static void iptables(List<String> arguments) {
        Command.run(
                Stream.concat(Stream.of("iptables", "-w"), arguments.stream()).toList());
    }
}
