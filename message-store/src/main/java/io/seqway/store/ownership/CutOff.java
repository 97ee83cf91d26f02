package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether nodes that this one cannot reach own the rooms: those of the other half of a cut cluster, also before this node
 * sees that it is cut, or of another cluster that uses the same database.
 */
final class CutOff {
    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);

    private final ClusterView view;
    private final Halves halves;
    private final BooleanSupplier aside;
    private final long certainMs;
    private final long maxLookMs;
    private long lookedAt;
    private long doubtMs;
    private boolean owned;
    private volatile boolean cutOff;

    /**
     * @param aside whether this node stands aside for others, which is certain by the time they have taken what it owned
     * @param certainMs for how long it must look so: longer than a node that has just crashed looks alive
     * @param maxLookMs how much time between two looks counts at the most: the last beats of a node that has crashed take
     *     long to be seen where the database is slow
     */
    CutOff(ClusterView view, Halves halves, BooleanSupplier aside, long certainMs, long maxLookMs) {
        this.view = view;
        this.halves = halves;
        this.aside = aside;
        this.certainMs = certainMs;
        this.maxLookMs = maxLookMs;
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
        boolean ownsNothing = assignment.ownedBy(view.self()).isEmpty();
        boolean ours =
                view.isCluster() ? halves.isOurs(assignment) && !isRobbed(ownsNothing) : !ownAny(outside, assignment);
        boolean certain = ownsNothing && aside.getAsBoolean();
        long doubt = certain ? certainMs : doubtMs + Math.min(maxLookMs, now - lookedAt);
        doubtMs = ours ? 0 : doubt;
        lookedAt = now;
        boolean before = cutOff;
        cutOff = doubtMs >= certainMs;
        if (cutOff && !before) {
            LOG.warn(
                    "cut off: {} own the rooms, and this node cannot reach them, or they not this node. Clients are sent away"
                            + " until that ends. If it does not: give all nodes the same cluster settings, or this one"
                            + " another --mongo-database",
                    outside.isEmpty() ? "other members" : outside);
        } else if (before && !cutOff) {
            LOG.info("not cut off any more");
        }
        return before != cutOff;
    }

    /** Everything was taken from this node, by others who do not see that it is a member: they cannot hear it. */
    private boolean isRobbed(boolean ownsNothing) {
        owned |= !ownsNothing;
        return owned && ownsNothing && isToOwnAny();
    }

    private boolean isToOwnAny() {
        List<String> stores = view.nodes(Role.MESSAGE_STORE);
        return IntStream.range(0, Partitions.COUNT)
                .anyMatch(partition -> view.self().equals(Partitions.owner(partition, stores)));
    }

    private static boolean ownAny(Set<String> nodes, Assignment assignment) {
        return assignment.ownedBy(nodes) > 0;
    }
}
