package io.seqway.server.cluster;

import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.Cluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vert.x, alone or in a cluster, with the codec of the event bus and a view of the members. */
public final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    private static final long REFRESH_MS = 2_000;
    private static final String TWICE = "Promise already completed";

    private final Vertx vertx;
    private final ClusterView view;
    private final Runnable release;

    private Platform(Vertx vertx, ClusterView view, Runnable release) {
        this.vertx = vertx;
        this.view = view;
        this.release = release;
        vertx.exceptionHandler(Platform::unhandled);
    }

    /**
     * When a node dies, Vert.x fails each message that was on its way to it twice. The second time means nothing, and the
     * first is expected: what the event bus loses is asked for again.
     */
    private static void unhandled(Throwable exception) {
        if (exception instanceof IllegalStateException && TWICE.equals(exception.getMessage())) {
            LOG.debug("a message of the event bus was lost", exception);
        } else {
            LOG.error("an exception that nobody handles", exception);
        }
    }

    /** A node that is alone. */
    public static Platform alone(Set<Role> roles, VertxOptions options) {
        Vertx vertx = Vertx.vertx(options);
        BusCodec.register(vertx.eventBus());
        return new Platform(vertx, new LoneView(UUID.randomUUID().toString(), roles), () -> {});
    }

    /** A node of a cluster; fails if a port is in use. */
    public static Future<Platform> clustered(Set<Role> roles, Cluster cluster, VertxOptions options) {
        SteadyClock.install();
        Membership manager = new Membership(HazelcastConfig.of(cluster, Members.write(roles)));
        options.setEventBusOptions(EventBusConfig.of(cluster));
        return Vertx.builder()
                .with(options)
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> joined(vertx, manager));
    }

    private static Platform joined(Vertx vertx, Membership manager) {
        HazelcastView view = new HazelcastView(manager.getNodeId(), () -> Members.read(manager.getHazelcastInstance()));
        manager.nodeListener(view);
        // a member may have come before the listener was there
        view.refresh();
        long timer = vertx.setPeriodic(REFRESH_MS, id -> view.refresh());
        return new Platform(vertx, view, () -> vertx.cancelTimer(timer));
    }

    public Vertx vertx() {
        return vertx;
    }

    public ClusterView view() {
        return view;
    }

    /** Leaves the cluster and closes Vert.x. */
    public Future<Void> close() {
        release.run();
        return vertx.close();
    }
}
