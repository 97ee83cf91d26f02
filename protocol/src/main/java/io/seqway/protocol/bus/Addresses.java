package io.seqway.protocol.bus;

/** The event-bus addresses: one per node and role, never one per room or socket. */
public final class Addresses {
    private Addresses() {}

    public static String gateway(String node) {
        return "gateway." + node;
    }

    public static String store(String node) {
        return "store." + node;
    }

    public static String presence(String node) {
        return "presence." + node;
    }
}
