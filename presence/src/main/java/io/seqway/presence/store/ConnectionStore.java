package io.seqway.presence.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * Which connections users have, shared by all presence nodes, so that nobody has more than they may.
 *
 * <p>A word about a connection holds for one lease and is said again within it, so that a source which falls silent loses
 * its connections by itself. Which connection is newer is said with it, and does not depend on whose word comes first.
 * Steps about one user are atomic whichever nodes take them. A future fails when the store cannot be asked now.
 */
public interface ConnectionStore {
    /**
     * Takes what sources say about connections.
     *
     * @param partition the partition of all their users
     * @return those that are too many now, of whatever source; they are not counted any more unless they are said again
     */
    Future<List<Superfluous>> take(int partition, List<UserConnection> said);

    /** The store's time, in us since 1970. */
    Future<Long> nowMicros();
}
