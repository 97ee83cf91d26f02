package io.seqway.server;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.GatewayVerticle;
import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.UnusableKeysException;
import io.seqway.presence.PresenceOptions;
import io.seqway.presence.PresenceVerticle;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.server.cluster.AnnouncedLog;
import io.seqway.server.cluster.BusCertificate;
import io.seqway.server.cluster.Platform;
import io.seqway.server.config.Config;
import io.seqway.server.config.Setting;
import io.seqway.server.health.Health;
import io.seqway.server.health.ManagementVerticle;
import io.seqway.server.metrics.LoopLag;
import io.seqway.server.metrics.Metrics;
import io.seqway.store.MessageStoreVerticle;
import io.seqway.store.StoreOptions;
import io.seqway.store.mongo.LogToken;
import io.seqway.store.retention.RetentionOptions;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of Seqway: everything that runs in one process. Its parts start in the order of need, stores first and sockets
 * last, and stop in the reverse order, so that no part outlives what it stands on.
 */
final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long START_MS = 60_000;
    private static final long DEPLOYING_MS = 3_000;
    private static final long STOP_MS = 10_000;
    private static final long LEAVE_MS = 3_000;
    /** So much more than a frame of the start a connection may bring before it is cut: the rest is Vert.x's, and fixed. */
    private static final int MAX_FRAME_GROWTH = 4;

    private final Config config;
    private final int eventLoops = Math.max(2, Runtime.getRuntime().availableProcessors());
    private final Health health = new Health();
    private final Metrics metrics = new Metrics(Node.class.getPackage().getImplementationVersion());
    private final StopSequence parts = new StopSequence();
    private Platform platform;
    private TokenOptions tokens;
    private ManagementVerticle management;
    private MessageStoreVerticle store;
    private GatewayVerticle gateway;
    private boolean deploying;
    private boolean closing;
    /** Of WebSocket and HTTP, or of health where the node has no gateway. */
    private int port;

    Node(Config config) {
        this.config = config;
    }

    /** Starts all parts. Whatever was started before a failure is left to {@link #stop()}. */
    void start() throws StartFailure {
        long began = System.nanoTime();
        try {
            startParts();
            if (store != null) {
                parts.started("rooms", () -> await(store.leave(), LEAVE_MS));
            }
            parts.started("readiness", health::stopping);
        } catch (RuntimeException e) {
            throw Explain.other("the node cannot start", e);
        }
        health.serving();
        LOG.atInfo()
                .addKeyValue("node", platform.view().self())
                .log(
                        "ready on {}:{} after {} ms, roles {}",
                        config.http().host(),
                        port,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                        config.roles().stream().map(Role::text).toList());
    }

    /** Stops what was started; at the latest some seconds after the sockets were given their time. From any thread. */
    void stop() {
        parts.run();
    }

    /**
     * Believes the tokens that another configuration says, and serves by its limits and origins; takes nothing else of it.
     * Or, if its keys cannot be read, goes on as before. Only once started.
     *
     * @throws StartFailure with the reason, if it goes on as before
     */
    void adopt(Config changed) throws StartFailure {
        if (gateway == null) {
            return;
        }
        if (changed.limits().maxFrameBytes()
                > MAX_FRAME_GROWTH * config.limits().maxFrameBytes()) {
            throw new StartFailure(Setting.MAX_FRAME_BYTES.flag() + ": more than " + MAX_FRAME_GROWTH
                    + " times what it was at the start needs a restart");
        }
        if (changed.limits().maxChunkBytes() != config.limits().maxChunkBytes()) {
            throw new StartFailure(Setting.MAX_CHUNK_BYTES.flag() + ": another value needs a restart");
        }
        started(
                gateway.adopt(gatewayOptions(changed, Access.tokens(changed))),
                failure -> Explain.wrongValue(Setting.JWKS, failure));
    }

    /** What a development node tells its user, once it has started. */
    String banner() {
        return DevBanner.of(config, port, Access.devToken(platform.vertx(), tokens));
    }

    private void startParts() throws StartFailure {
        Ports.check(config);
        parts.started("metrics", metrics::close);
        metrics.ready(health::isReady);
        Stores stores = Stores.open(config, parts);
        platform = platform(stores);
        parts.started("vert.x", this::closePlatform);
        platform.vertx()
                .deployVerticle(
                        () -> new LoopLag(metrics.registry()), new DeploymentOptions().setInstances(eventLoops));
        if (config.http().managementPort().isPresent() || !config.roles().contains(Role.GATEWAY)) {
            startManagement(config.http().managementPort().orElse(config.http().port()));
        }
        if (config.roles().contains(Role.MESSAGE_STORE)) {
            startMessageStore(storeOptions(stores));
        }
        if (config.roles().contains(Role.PRESENCE)) {
            startPresence(stores.redisUri());
        }
        if (config.roles().contains(Role.GATEWAY)) {
            startGateway();
        }
    }

    private Platform platform(Stores stores) throws StartFailure {
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(eventLoops).setAddressResolverOptions(NameCache.options());
        if (config.cluster().isEmpty()) {
            return Platform.alone(config.roles(), options);
        }
        Config.Cluster cluster = config.cluster().get();
        checkTls(cluster);
        return started(
                Platform.clustered(config.roles(), announcedLog(stores), cluster, options),
                failure -> Explain.cluster(failure, cluster));
    }

    private static void checkTls(Config.Cluster cluster) throws StartFailure {
        try {
            cluster.tls().ifPresent(BusCertificate::check);
        } catch (IllegalArgumentException e) {
            throw Explain.wrongValue(Setting.CLUSTER_TLS_KEY, e);
        }
    }

    /** What this node will write has to be known before it joins: the other members see it from the moment it is one. */
    private Optional<AnnouncedLog> announcedLog(Stores stores) throws StartFailure {
        if (!config.roles().contains(Role.MESSAGE_STORE)) {
            return Optional.empty();
        }
        StoreOptions options = storeOptions(stores);
        Vertx asking = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        try {
            String token =
                    started(LogToken.of(asking, options), failure -> Explain.messageStore(failure, options.mongoUri()));
            return Optional.of(new AnnouncedLog(token, options.database()));
        } finally {
            asking.close();
        }
    }

    private void startManagement(int wanted) throws StartFailure {
        String host = config.http().host();
        Setting setting = config.http().managementPort().isPresent() ? Setting.MANAGEMENT_PORT : Setting.PORT;
        management = new ManagementVerticle(host, wanted, this::mountManagement);
        deploy("management", management, STOP_MS, failure -> Explain.listening(failure, host, wanted, setting));
        port = management.actualPort();
    }

    /** What whoever runs the node asks it: on the management port, where there is one. */
    private void mountManagement(Router router) {
        health.mount(router);
        metrics.mount(router);
    }

    /** What needs the token of a service: so where the node has a gateway, which knows tokens. */
    private void mountAdmin(Router router, EventLoop loop) {
        gateway.mountAdmin(router, loop, () -> NodeState.of(config, platform.view(), health, gateway, store));
    }

    private StoreOptions storeOptions(Stores stores) {
        boolean strict = config.stores().mongoUri().isPresent();
        return new StoreOptions(
                stores.mongoUri(),
                config.stores().mongoDatabase(),
                strict,
                config.streams(),
                RetentionOptions.of(config.retention()),
                config.stores().maxMembers());
    }

    private void startMessageStore(StoreOptions options) throws StartFailure {
        store = new MessageStoreVerticle(options, platform.view(), metrics.registry());
        deploy("message-store", store, STOP_MS, failure -> Explain.messageStore(failure, options.mongoUri()));
        health.needs("message-store", this::storeProblem);
    }

    private String storeProblem() {
        return platform.problem() == null ? store.problem() : platform.problem();
    }

    private void startPresence(String redisUri) throws StartFailure {
        PresenceVerticle presence =
                new PresenceVerticle(presenceOptions(redisUri), platform.view(), metrics.registry());
        deploy("presence", presence, STOP_MS, failure -> Explain.other("presence cannot start", failure));
        health.mayMiss("presence", () -> presence.ready() ? null : "Redis does not answer");
    }

    private PresenceOptions presenceOptions(String redisUri) throws StartFailure {
        try {
            return PresenceOptions.of(redisUri).naming(config.stores().presenceNames());
        } catch (IllegalArgumentException e) {
            throw Explain.wrongValue(Setting.REDIS_URI, e);
        }
    }

    private void startGateway() throws StartFailure {
        Config.Http http = config.http();
        tokens = Access.tokens(config);
        gateway = new GatewayVerticle(
                gatewayOptions(config, tokens), platform.view(), metrics.registry(), (router, loop) -> {
                    if (http.managementPort().isEmpty()) {
                        mountManagement(router);
                        mountAdmin(router, loop);
                    }
                });
        deploy(
                "gateway",
                gateway,
                config.drainMs() + STOP_MS,
                failure -> failure instanceof UnusableKeysException
                        ? Explain.wrongValue(Setting.JWKS, failure)
                        : Explain.listening(failure, http.host(), http.port(), Setting.PORT));
        port = gateway.actualPort();
        if (management != null) {
            management.add(this::mountAdmin);
        }
        health.sockets(gateway::sockets, gateway::count);
        health.needs(
                "cluster",
                () -> platform.view().nodes(Role.MESSAGE_STORE).isEmpty() ? "no message store is known" : null);
        if (!tokens.publicKeys().isEmpty()) {
            health.needs("keys", gateway::problem);
        }
    }

    private GatewayOptions gatewayOptions(Config from, TokenOptions believed) {
        return new GatewayOptions(
                from.http().host(),
                from.http().port(),
                eventLoops,
                from.door(),
                from.limits(),
                from.users(),
                from.connections(),
                believed,
                from.access().openRooms(),
                from.http().allowedOrigins(),
                from.dev(),
                from.drainMs());
    }

    private void deploy(String name, Deployable verticle, long stopMs, Function<Throwable, StartFailure> explain)
            throws StartFailure {
        beginDeployment();
        try {
            String id = started(platform.vertx().deployVerticle(verticle), explain);
            parts.started(name, () -> await(platform.vertx().undeploy(id), stopMs));
        } finally {
            endDeployment();
        }
    }

    private synchronized void beginDeployment() {
        if (closing) {
            throw new CancellationException("the node is being stopped");
        }
        deploying = true;
    }

    private synchronized void endDeployment() {
        deploying = false;
        notifyAll();
    }

    /**
     * Vert.x takes it badly to be closed amid a deployment, and parts that are being started take it badly to lose their
     * stores: so one under way may end first. One that hangs is left; a node that has not started has nothing to finish.
     */
    private void closePlatform() throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEPLOYING_MS);
        synchronized (this) {
            while (deploying) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    return;
                }
                wait(leftMs);
            }
            closing = true;
        }
        await(platform.close(), STOP_MS);
    }

    private static <T> T started(Future<T> start, Function<Throwable, StartFailure> explain) throws StartFailure {
        try {
            return await(start, START_MS);
        } catch (ExecutionException e) {
            throw explain.apply(e.getCause());
        } catch (TimeoutException e) {
            throw explain.apply(new TimeoutException("no answer in " + START_MS / 1000 + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while starting", e);
        }
    }

    private static <T> T await(Future<T> future, long ms)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(ms, TimeUnit.MILLISECONDS);
    }
}
