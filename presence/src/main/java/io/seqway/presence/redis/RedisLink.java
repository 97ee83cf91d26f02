package io.seqway.presence.redis;

import io.seqway.presence.PresenceOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RedisClusterClient;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, or one to each master of a Redis Cluster, that is made again whenever it is lost. Commands go
 * out in the order they are given; while there is no connection they fail at once. Of a cluster all masters are needed:
 * who answers for some rooms only would say of the others that nobody is there. Belongs to one event loop.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final long PING_MS = 1_000;
    private static final int MAX_WAITING = 4_096;
    private static final int MAX_MASTERS = 1_000;

    static {
        // Each master of a cluster is pinged, so that the silence of any is noticed.
        RedisClusterClient.addReducer(Command.PING, pongs -> pongs.get(0));
    }

    private final Vertx vertx;
    private final List<String> uris;
    private final boolean cluster;
    private final String withoutIt;
    private final long commandTimeoutMs;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

    private Redis redis;
    private int attempts;
    private Runnable onUp;
    private Runnable onDown = () -> {};
    private Handler<Response> onPush = push -> {};
    private volatile RedisConnection connection;
    private Future<?> connecting = Future.succeededFuture();
    private long pingTimer = -1;
    private long connectTimer = -1;
    private boolean reported;
    private volatile String failure;
    private boolean closed;

    /** @param withoutIt what to tell the operator of what is missing without this connection */
    RedisLink(Vertx vertx, PresenceOptions options, String withoutIt) {
        this(vertx, options, options.isCluster(), withoutIt);
    }

    private RedisLink(Vertx vertx, PresenceOptions options, boolean cluster, String withoutIt) {
        this.vertx = vertx;
        this.uris = options.uris();
        this.cluster = cluster;
        this.withoutIt = withoutIt;
        this.commandTimeoutMs = options.commandTimeoutMs();
    }

    /** To one node, even of a cluster; to another one if that is away. */
    static RedisLink toOneNode(Vertx vertx, PresenceOptions options, String withoutIt) {
        return new RedisLink(vertx, options, false, withoutIt);
    }

    /** A client by itself for each connection: to close it ends the connection, whatever state it is in. */
    private Redis client() {
        RedisOptions options = new RedisOptions()
                .setMaxPoolSize(cluster ? MAX_MASTERS : 1)
                .setMaxWaitingHandlers(MAX_WAITING)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setTcpNoDelay(true)
                        // Ends a connection whose server hangs, in the handshake, too: pings are not answered.
                        .setReadIdleTimeout(Math.toIntExact(PING_MS + commandTimeoutMs))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        if (cluster) {
            options.setType(RedisClientType.CLUSTER).setMaxPoolWaiting(MAX_MASTERS);
            uris.forEach(options::addConnectionString);
        } else {
            options.setConnectionString(uris.get(attempts++ % uris.size()));
        }
        return Redis.createClient(vertx, options);
    }

    /** @param handler called with what Redis says unasked; before {@link #open} */
    void onPush(Handler<Response> handler) {
        onPush = handler;
    }

    /** @param handler called each time the connection is lost; before {@link #open} */
    void onDown(Runnable handler) {
        onDown = handler;
    }

    /** @param onUp called each time there is a connection again */
    void open(Runnable onUp) {
        this.onUp = onUp;
        pingTimer = vertx.setPeriodic(PING_MS, id -> ping());
        connect();
    }

    /** Whether there is a connection; safe to call from any thread. */
    boolean up() {
        return connection != null;
    }

    /** Why there was no connection when one was tried last; {@code null} if there was. Safe to call from any thread. */
    String failure() {
        return failure;
    }

    /** Fails if Redis answers with an error, does not answer in time, or there is no connection. */
    Future<Response> send(Request request) {
        RedisConnection asked = connection;
        if (asked == null) {
            return Future.failedFuture("there is no connection to Redis");
        }
        return asked.send(request)
                .timeout(commandTimeoutMs, TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (asked == connection && unfit(e)) {
                        leave(e);
                    }
                });
    }

    Future<Void> close() {
        closed = true;
        connection = null;
        vertx.cancelTimer(pingTimer);
        vertx.cancelTimer(connectTimer);
        // A client that is closed while it connects complains of it in the log, as an unhandled error.
        return connecting
                .timeout(commandTimeoutMs, TimeUnit.MILLISECONDS)
                .transform(done -> redis == null ? Future.succeededFuture() : redis.close());
    }

    private void connect() {
        Redis client = client();
        redis = client;
        Future<RedisConnection> attempt = client.connect();
        connecting = attempt;
        attempt.onSuccess(made -> {
                    made.endHandler(v -> lost(client, made, "the connection ended"));
                    made.exceptionHandler(e -> lost(client, made, e.toString()));
                    made.handler(onPush);
                    made.send(Request.cmd(Command.PING))
                            .onSuccess(pong -> use(made))
                            .onFailure(e -> lost(client, made, e.toString()));
                })
                .onFailure(e -> {
                    if (!closed) {
                        client.close();
                        retry(e.toString());
                    }
                });
    }

    private void use(RedisConnection made) {
        if (closed) {
            return;
        }
        connection = made;
        failure = null;
        backoff.reset();
        if (reported) {
            LOG.info("Redis answers again");
            reported = false;
        }
        onUp.run();
    }

    /** Keeps the connection from idling, so that silence means a server that hangs. */
    private void ping() {
        if (connection != null) {
            send(Request.cmd(Command.PING)).onFailure(e -> LOG.debug("Redis did not answer a ping: {}", e.toString()));
        }
    }

    /** Ends the connection and makes another one: this Redis cannot serve. */
    void leave(Throwable cause) {
        if (connection != null) {
            lost(redis, connection, cause.toString());
        }
    }

    private void lost(Redis client, RedisConnection ended, String cause) {
        if (client != redis || closed) {
            return; // known already
        }
        redis = null;
        ended.endHandler(null);
        ended.exceptionHandler(null);
        connection = null;
        client.close();
        onDown.run();
        retry(cause);
    }

    private void retry(String cause) {
        failure = cause;
        if (!reported) {
            LOG.warn("Redis cannot be used, {}: {}", withoutIt, cause);
            reported = true;
        }
        connectTimer = vertx.setTimer(backoff.nextMs(), id -> connect());
    }

    /** Whether the address may mean another server by now, or this one is not ready yet. */
    private static boolean unfit(Throwable e) {
        return ErrorReply.is(e, "READONLY")
                || ErrorReply.is(e, "LOADING")
                || ErrorReply.is(e, "MASTERDOWN")
                || ErrorReply.is(e, "MOVED");
    }
}
