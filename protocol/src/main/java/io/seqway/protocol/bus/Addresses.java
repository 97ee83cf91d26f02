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

    /** The node of any of these addresses; the whole text if it is none of them. */
    public static String node(String address) {
        return address.substring(address.indexOf('.') + 1);
    }
}
