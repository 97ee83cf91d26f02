package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether nodes that this one cannot reach own the rooms: those of the other half of a cut cluster, or of another cluster
 * that uses the same database.
 */
final class CutOff {
    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);

    private final ClusterView view;
    private final Halves halves;
    private final long certainMs;
    private long reachedAt;
    private volatile boolean cutOff;

    /**
     * @param certainMs for how long it must look so: longer than a node that has just crashed looks alive
     * @param now the time in ms of a monotonic clock
     */
    CutOff(ClusterView view, Halves halves, long certainMs, long now) {
        this.view = view;
        this.halves = halves;
        this.certainMs = certainMs;
        this.reachedAt = now;
    }

    /** As it was at the last look; on any thread. */
    boolean is() {
        return cutOff;
    }

    /**
     * The leases were looked at.
     *
     * @return whether it is another now than before
     */
    boolean look(Assignment assignment, long now) {
        Set<String> outside = halves.outside();
        if (view.isCluster() ? halves.isOurs() : !ownAny(outside, assignment)) {
            reachedAt = now;
        }
        boolean before = cutOff;
        cutOff = now - reachedAt >= certainMs;
        if (cutOff && !before) {
            LOG.warn(
                    "cut off: {} use this database, are no members of the cluster as this node sees it, and own the rooms."
                            + " Clients are sent away until that ends. If it does not: give all nodes the same cluster"
                            + " settings, or this one another --mongo-database",
                    outside);
        } else if (before && !cutOff) {
            LOG.info("not cut off any more");
        }
        return before != cutOff;
    }

    private static boolean ownAny(Set<String> nodes, Assignment assignment) {
        return assignment.owners().stream().anyMatch(owner -> owner.node() != null && nodes.contains(owner.node()));
    }
}
