package io.seqway.gateway;

import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts who is connected to a node, once a second at the most, however often it is asked: a user or a room may be known
 * to several hubs, so all of them are gone through.
 */
final class Census {
    private static final long GOOD_FOR_MS = 1_000;

    private final EventLoop loop;
    private final List<HubVerticle> hubs;
    private Future<SocketCounts> last;
    private long takenAt;

    /**
     * @param loop what this belongs to
     * @param hubs those that run, now and later
     */
    Census(EventLoop loop, List<HubVerticle> hubs) {
        this.loop = loop;
        this.hubs = hubs;
    }

    /** The counts, not older than a second; from any thread, and completes on any. */
    Future<SocketCounts> take() {
        Promise<SocketCounts> promise = Promise.promise();
        loop.run(() -> {
            if (last == null || loop.now() - takenAt >= GOOD_FOR_MS) {
                takenAt = loop.now();
                last = count();
            }
            last.onComplete(promise);
        });
        return promise.future();
    }

    private Future<SocketCounts> count() {
        Set<String> users = new HashSet<>();
        Set<String> rooms = new HashSet<>();
        Future<Integer> sockets = Future.succeededFuture(0);
        for (HubVerticle hub : hubs) {
            sockets = sockets.compose(sum -> hub.count(users, rooms).map(more -> sum + more));
        }
        return sockets.map(sum -> new SocketCounts(sum, users.size(), rooms.size()));
    }
}
