package io.seqway.presence.redis;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.PresenceListener;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.PresenceStoreContract;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the store does on every kind of Redis. */
@Execution(ExecutionMode.CONCURRENT)
abstract class RedisStoreContract extends PresenceStoreContract {
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = client();
    private final AtomicLong clockMs = new AtomicLong();
    private PresenceStore store;
    private PresenceStore other;

    /** The addresses of the Redis under test. */
    abstract String uri();

    private Redis client() {
        RedisOptions options = new RedisOptions();
        List<String> uris = options(uri()).uris();
        uris.forEach(options::addConnectionString);
        if (uris.size() > 1) {
            options.setType(RedisClientType.CLUSTER);
        }
        return Redis.createClient(vertx, options);
    }

    @Override
    protected void open() {
        store = opened(heard);
        other = opened(heardElsewhere);
    }

    @AfterEach
    void close() {
        result(vertx.close());
    }

    @Override
    protected PresenceStore store() {
        return store;
    }

    @Override
    protected PresenceStore storeOfAnotherNode() {
        return other;
    }

    @Override
    protected long nowMs() {
        Response time = ask(Request.cmd(Command.TIME));
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    @Override
    protected void pass(long ms) {
        long then = nowMs() + ms;
        until("Redis' clock moved on", () -> nowMs() > then);
    }

    @Test
    void everyKeyGoesByItself() {
        String user = "u-" + UUID.randomUUID();
        result(store.arrive(room, List.of(word(g1, user, null, 1), word(g1, "x", null, 1))));
        result(store.arrive(room, List.of(word(g1, user, null, 0))));
        for (String key : List.of("users", "names", "leaving", "sources", "state")) {
            assertThat(ttlMs("seqway:{room:" + room + "}:" + key)).as(key).isBetween(1L, days(1));
        }
        assertThat(ttlMs("seqway:{sources}:rooms:" + g1)).isBetween(1L, days(1));
        assertThat(ttlMs("seqway:{sources}:lease")).isBetween(1L, days(1));

        pass(GRACE_MS);
        result(store.expire(room));
        until("it is kept", () -> !result(store.lastSeen(List.of(user))).isEmpty());

        assertThat(ttlMs("seqway:{user:" + user + "}:seen")).isBetween(days(29), days(30));
    }

    @Test
    void anEmptyRoomLeavesNothingBehind() {
        result(store.arrive(room, List.of(word(g1, "ann", null, 1))));
        result(store.arrive(room, List.of(word(g1, "ann", null, 0))));
        pass(GRACE_MS);
        result(store.expire(room));

        for (String key : List.of("users", "names", "leaving", "sources", "state")) {
            assertThat(exists("seqway:{room:" + room + "}:" + key)).as(key).isZero();
        }
        assertThat(exists("seqway:{sources}:rooms:" + g1)).isZero();
    }

    @Test
    void whereASourceHasUsersIsKeptAgainBySomeLaterWord() {
        result(store.arrive(room, List.of(word(g1, "ann", null, 1))));
        ask(Request.cmd(Command.SREM).arg("seqway:{sources}:rooms:" + g1).arg(room)); // by a node whose word comes late
        clockMs.addAndGet(RedisSources.TRUST_MS);

        result(store.arrive(room, List.of(word(g1, "ann", null, 1))));

        assertThat(exists("seqway:{sources}:rooms:" + g1)).isEqualTo(1);
    }

    private PresenceStore opened(PresenceListener listener) {
        PresenceStore opened =
                new OnContext(vertx.getOrCreateContext(), new RedisPresenceStore(vertx, options(uri()), clockMs::get));
        opened.open(listener);
        until("the store is available", opened::available);
        return opened;
    }

    private long ttlMs(String key) {
        return ask(Request.cmd(Command.PTTL).arg(key)).toLong();
    }

    private int exists(String key) {
        return ask(Request.cmd(Command.EXISTS).arg(key)).toInteger();
    }

    final Response ask(Request request) {
        return result(redis.send(request));
    }

    private static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }
}
