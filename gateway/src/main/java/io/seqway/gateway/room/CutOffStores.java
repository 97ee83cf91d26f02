package io.seqway.gateway.room;

import io.seqway.protocol.bus.FromStore.Beacon;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The message stores that say that others, which they cannot reach, own the rooms. */
final class CutOffStores {
    /** A store that has left out so many beacons may own the rooms, but not for this gateway. */
    private static final long SILENT_MS = 4_000;

    private final String self;
    private final Set<String> nodes = new HashSet<>();
    private final Map<String, Long> heardAt = new HashMap<>();

    /** @param self the id of this node: the message store on it, if there is one, is where this gateway is */
    CutOffStores(String self) {
        this.self = self;
    }

    /** What a store says of itself. */
    void heard(Beacon beacon, long now) {
        String node = beacon.pushed().node();
        heardAt.put(node, now);
        if (beacon.cutOff()) {
            nodes.add(node);
        } else {
            nodes.remove(node);
        }
    }

    /** Whether that of this node has said it last, or another one has, and so have all that are heard. */
    boolean all(Collection<String> stores, long now) {
        nodes.retainAll(stores);
        heardAt.keySet().retainAll(stores);
        stores.forEach(node -> heardAt.putIfAbsent(node, now));
        if (nodes.contains(self)) {
            return true;
        }
        return !nodes.isEmpty()
                && stores.stream().allMatch(node -> nodes.contains(node) || now - heardAt.get(node) >= SILENT_MS);
    }
}
