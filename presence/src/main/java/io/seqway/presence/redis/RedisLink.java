package io.seqway.presence.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that is made again whenever it is lost. Commands go out in the order they are given; while
 * there is no connection they fail at once. Belongs to one event loop.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final long PING_MS = 1_000;
    private static final int MAX_WAITING = 4_096;

    private final Vertx vertx;
    private final Redis redis;
    private final long commandTimeoutMs;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

    private Runnable onUp;
    private volatile RedisConnection connection;
    private Future<?> connecting = Future.succeededFuture();
    private long pingTimer = -1;
    private long connectTimer = -1;
    private boolean reported;
    private boolean closed;

    RedisLink(Vertx vertx, String uri, long commandTimeoutMs) {
        this.vertx = vertx;
        this.commandTimeoutMs = commandTimeoutMs;
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(uri)
                        .setMaxPoolSize(1)
                        .setMaxWaitingHandlers(MAX_WAITING)
                        .setNetClientOptions(new NetClientOptions()
                                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                                .setTcpNoDelay(true)
                                // Ends a connection whose server hangs, in the handshake, too: pings are not answered.
                                .setReadIdleTimeout(Math.toIntExact(PING_MS + commandTimeoutMs))
                                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)));
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

    /** Fails if Redis answers with an error, does not answer in time, or there is no connection. */
    Future<Response> send(Request request) {
        RedisConnection asked = connection;
        if (asked == null) {
            return Future.failedFuture("there is no connection to Redis");
        }
        return asked.send(request)
                .timeout(commandTimeoutMs, TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (unfit(e)) {
                        leave(asked, e);
                    }
                });
    }

    Future<Void> close() {
        closed = true;
        connection = null;
        vertx.cancelTimer(pingTimer);
        vertx.cancelTimer(connectTimer);
        // A client that is closed while it connects complains of it in the log, as an unhandled error.
        return connecting.timeout(commandTimeoutMs, TimeUnit.MILLISECONDS).transform(done -> redis.close());
    }

    private void connect() {
        Future<RedisConnection> attempt = redis.connect();
        connecting = attempt;
        attempt.onSuccess(made -> {
                    made.endHandler(v -> lost(made, "the connection ended"));
                    made.exceptionHandler(e -> lost(made, e.toString()));
                    made.send(Request.cmd(Command.PING))
                            .onSuccess(pong -> use(made))
                            .onFailure(e -> leave(made, e));
                })
                .onFailure(e -> retry(e.toString()));
    }

    private void use(RedisConnection made) {
        if (closed) {
            return;
        }
        connection = made;
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

    /** Closing a connection would only give it back to the client's pool: this asks Redis to end it. */
    private void leave(RedisConnection unfit, Throwable cause) {
        LOG.debug("this Redis cannot serve: {}", cause.toString());
        unfit.send(Request.cmd(Command.QUIT)).onFailure(e -> LOG.debug("ended before it was left: {}", e.toString()));
    }

    private void lost(RedisConnection ended, String cause) {
        ended.endHandler(null);
        ended.exceptionHandler(null);
        connection = null;
        retry(cause);
    }

    private void retry(String cause) {
        if (closed) {
            return;
        }
        if (!reported) {
            LOG.warn("Redis cannot be used, presence is unavailable until it can: {}", cause);
            reported = true;
        }
        connectTimer = vertx.setTimer(backoff.nextMs(), id -> connect());
    }

    /** Whether the address may mean another server by now, or this one is not ready yet. */
    private static boolean unfit(Throwable e) {
        return ErrorReply.is(e, "READONLY") || ErrorReply.is(e, "LOADING") || ErrorReply.is(e, "MASTERDOWN");
    }
}
