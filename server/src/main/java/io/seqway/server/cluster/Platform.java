package io.seqway.server.cluster;

import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.Cluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vert.x, alone or in a cluster, with the codec of the event bus and a view of the members. */
public final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    private static final long REFRESH_MS = 2_000;
    private static final String TWICE = "Promise already completed";

    private final Vertx vertx;
    private final ClusterView view;
    private final Supplier<String> problem;
    private final Runnable release;

    private Platform(Vertx vertx, ClusterView view, Supplier<String> problem, Runnable release) {
        this.vertx = vertx;
        this.view = view;
        this.problem = problem;
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
        return new Platform(vertx, new LoneView(UUID.randomUUID().toString(), roles), () -> null, () -> {});
    }

    /**
     * A node of a cluster; fails if a port is in use, and with an {@link AnotherLogException} if the cluster writes another
     * log.
     *
     * @param log what this node writes, if it has a message store
     */
    public static Future<Platform> clustered(
            Set<Role> roles, Optional<AnnouncedLog> log, Cluster cluster, VertxOptions options) {
        SteadyClock.install();
        Membership manager = new Membership(HazelcastConfig.of(cluster, Members.write(roles), log));
        options.setEventBusOptions(EventBusConfig.of(cluster));
        return Vertx.builder()
                .with(options)
                .withClusterManager(manager)
                .buildClustered()
                .compose(vertx -> joined(vertx, manager));
    }

    private static Future<Platform> joined(Vertx vertx, Membership manager) {
        HazelcastView view = new HazelcastView(manager.getNodeId(), () -> Members.read(manager.getHazelcastInstance()));
        Optional<AnotherLogException> wrong = view.wrongLog();
        if (wrong.isPresent()) {
            return vertx.close().transform(closed -> Future.failedFuture(wrong.get()));
        }
        manager.nodeListener(view);
        // a member may have come before the listener was there
        view.refresh();
        long timer = vertx.setPeriodic(REFRESH_MS, id -> view.refresh());
        return Future.succeededFuture(new Platform(
                vertx,
                view,
                () -> view.wrongLog().map(Throwable::getMessage).orElse(null),
                () -> vertx.cancelTimer(timer)));
    }

    public Vertx vertx() {
        return vertx;
    }

    public ClusterView view() {
        return view;
    }

    /**
     * Why this node does not belong to the cluster that it is in: one line, or {@code null} if it does. That it did not is
     * found out at the start, unless the others could not be reached then. On any thread.
     */
    public String problem() {
        return problem.get();
    }

    /** Leaves the cluster and closes Vert.x. */
    public Future<Void> close() {
        release.run();
        return vertx.close();
    }
}
