package io.seqway.gateway.door;

import java.util.List;

/**
 * Who may come in, and how fast.
 *
 * @param handshakesPerSecond handshakes of one address in the long run, 1 or more
 * @param handshakeBurst handshakes of one address at once, 1 or more
 * @param maxUnauthenticated connections of one address that have not said yet who they are, 1 or more
 * @param loopbackToo whether these three hold for addresses of this machine, too
 * @param maxConnections connections of the node, 1 or more
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 */
public record DoorOptions(
        int handshakesPerSecond,
        int handshakeBurst,
        int maxUnauthenticated,
        boolean loopbackToo,
        int maxConnections,
        List<Subnet> trustedProxies) {
    /** What holds where nothing is configured: an office behind one address may come back at once after a restart. */
    public static final DoorOptions DEFAULTS = new DoorOptions(100, 1_000, 1_000, false, 100_000, List.of());

    public DoorOptions {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
