package io.seqway.presence.redis;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.PresenceStoreContract;
import io.seqway.testing.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RedisPresenceStoreIT extends PresenceStoreContract {
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, TestRedis.uri());
    private PresenceStore store;
    private PresenceStore other;

    @BeforeEach
    void open() {
        store = opened();
        other = opened();
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
        String room = "r-" + UUID.randomUUID();
        String user = "u-" + UUID.randomUUID();
        result(store.arrive(room, List.of(new Connections("g1", user, null, 1), new Connections("g1", "x", null, 1))));
        result(store.arrive(room, List.of(new Connections("g1", user, null, 0))));
        assertThat(ttlMs("seqway:{room:" + room + "}:here")).isBetween(1L, days(1));
        assertThat(ttlMs("seqway:{room:" + room + "}:due")).isBetween(1L, days(1));

        pass(GRACE_MS);
        result(store.expire(room));
        until("when the user was last seen is kept", () -> result(store.lastSeen(user)) > 0);

        assertThat(ttlMs("seqway:{user:" + user + "}:seen")).isBetween(days(29), days(30));
    }

    @Test
    void anEmptyRoomLeavesNothingBehind() {
        String room = "r-" + UUID.randomUUID();
        result(store.arrive(room, List.of(new Connections("g1", "ann", null, 1))));
        result(store.arrive(room, List.of(new Connections("g1", "ann", null, 0))));
        pass(GRACE_MS);
        result(store.expire(room));

        assertThat(ask(Request.cmd(Command.EXISTS)
                                .arg("seqway:{room:" + room + "}:here")
                                .arg("seqway:{room:" + room + "}:due"))
                        .toInteger())
                .isZero();
    }

    @Test
    void scriptsThatRedisForgotAreGivenAgain() {
        String room = "r-" + UUID.randomUUID();
        result(store.arrive(room, List.of(new Connections("g1", "ann", null, 1))));
        ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));

        assertThat(result(store.present(room, false))).hasSize(1);
        ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));
        assertThat(result(store.arrive(room, List.of(new Connections("g1", "bob", null, 1))))
                        .online())
                .hasSize(1);
    }

    private PresenceStore opened() {
        Context context = vertx.getOrCreateContext();
        PresenceStore opened = new OnContext(context, new RedisPresenceStore(vertx, options(TestRedis.uri())));
        opened.open(() -> {});
        until("the store is available", opened::available);
        return opened;
    }

    private long ttlMs(String key) {
        return ask(Request.cmd(Command.PTTL).arg(key)).toLong();
    }

    private Response ask(Request request) {
        return result(redis.send(request));
    }

    private static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }
}
