package io.seqway.gateway.presence;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices nodes of presence that again and again do not know the lease of a hub, while the one that keeps it does: they use
 * another Redis.
 */
final class OtherRedis {
    static final int SURE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(OtherRedis.class);

    private final Map<String, Integer> doubts = new HashMap<>();
    private String source;

    /**
     * A node does not know the name, which is still the hub's.
     *
     * @param keeper the node that keeps its lease, or {@code null}
     * @return whether there is no doubt any more
     */
    boolean doubted(String node, String name, String keeper) {
        if (!name.equals(source)) {
            source = name;
            doubts.clear();
        }
        int times = doubts.merge(node, 1, Integer::sum);
        if (times == SURE) {
            LOG.warn(
                    "presence of node {} does not know what presence of node {} keeps: they use different Redis servers,"
                            + " and users are missing in the rooms of the one; give all nodes the same redis-uri",
                    node,
                    keeper);
        }
        return times >= SURE;
    }

    /** A node knows the name. */
    void known(String node) {
        doubts.remove(node);
    }
}
