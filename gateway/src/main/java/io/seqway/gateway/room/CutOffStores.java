package io.seqway.gateway.room;

import io.seqway.protocol.bus.BusMessage.Beacon;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The message stores that say that others, which they cannot reach, own the rooms. */
final class CutOffStores {
    private final Set<String> nodes = new HashSet<>();

    /** Whether this beacon says so, and all other stores have said it, too. */
    boolean all(Beacon beacon, Collection<String> stores) {
        nodes.retainAll(stores);
        if (!beacon.cutOff()) {
            nodes.remove(beacon.pushed().node());
            return false;
        }
        nodes.add(beacon.pushed().node());
        return nodes.containsAll(stores);
    }
}
