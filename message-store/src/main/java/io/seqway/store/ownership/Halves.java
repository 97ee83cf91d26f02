package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Of a cluster that is cut in two, each half sees by the leases that the other one lives. One of them owns everything: the
 * greater one; of equal ones that which owns more already, so that a node that stood still, or has never got through to the
 * others, takes nothing from those that serve; and else that with the first id. Where no lease of anybody outside moves there
 * is no other half.
 */
final class Halves {
    private final ClusterView view;
    private final Leases leases;
    private final long silentMs;
    private final long silentOutsideMs;

    /**
     * @param silentMs a member that has not beaten for so long does not count
     * @param silentOutsideMs the same for a node that is no member, as this node sees it
     */
    Halves(ClusterView view, Leases leases, long silentMs, long silentOutsideMs) {
        this.view = view;
        this.leases = leases;
        this.silentMs = silentMs;
        this.silentOutsideMs = silentOutsideMs;
    }

    /** The nodes that beat, or did so just now, and are no members as this node sees it. */
    Set<String> outside() {
        Set<String> outside = new TreeSet<>(leases.living(silentOutsideMs));
        view.nodes(Role.MESSAGE_STORE).forEach(outside::remove);
        outside.remove(view.self());
        return outside;
    }

    /** Whether this node's half is the one that owns everything. */
    boolean isOurs(Assignment assignment) {
        Set<String> inside = new TreeSet<>(leases.living(silentMs));
        inside.retainAll(view.nodes(Role.MESSAGE_STORE));
        inside.add(view.self());
        Set<String> outside = outside();
        if (inside.size() != outside.size()) {
            return inside.size() > outside.size();
        }
        long oursOwn = assignment.ownedBy(inside);
        long theirsOwn = assignment.ownedBy(outside);
        if (oursOwn != theirsOwn) {
            return oursOwn > theirsOwn;
        }
        return Collections.min(inside).compareTo(Collections.min(outside)) < 0;
    }
}
