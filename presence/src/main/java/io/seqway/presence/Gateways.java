package io.seqway.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which gateways this node tells of changes: those that send their leases here. Those of the version before know of no
 * leases; they are told by every node that they speak to, and live as long as they speak.
 */
final class Gateways {
    private final long leaseMs;
    private final LongSupplier clockMs;
    private final Map<String, Long> heardAt = new HashMap<>();
    private final Map<String, Long> oldHeardAt = new HashMap<>();

    /** @param clockMs a clock that never goes back, in ms */
    Gateways(long leaseMs, LongSupplier clockMs) {
        this.leaseMs = leaseMs;
        this.clockMs = clockMs;
    }

    /** A gateway has sent a lease. */
    void heard(String gateway) {
        heardAt.put(gateway, clockMs.getAsLong());
    }

    /**
     * A hub of a gateway of the version before has spoken.
     *
     * @param hub its name, which begins with that of the gateway
     * @return whether it is time to renew the lease on its behalf
     */
    boolean heardOfOld(String hub) {
        heard(hub.substring(0, Math.max(0, hub.lastIndexOf('/'))));
        long now = clockMs.getAsLong();
        oldHeardAt.values().removeIf(at -> now - at > leaseMs);
        Long before = oldHeardAt.get(hub);
        if (before != null && now - before < leaseMs / 3) {
            return false;
        }
        oldHeardAt.put(hub, now);
        return true;
    }

    /** Those that are to be told now. */
    List<String> listening() {
        long now = clockMs.getAsLong();
        heardAt.values().removeIf(at -> now - at > leaseMs);
        return List.copyOf(heardAt.keySet());
    }
}
