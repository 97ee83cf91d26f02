package io.seqway.presence.redis;

import static io.seqway.presence.Await.failure;
import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.PresenceOptions;
import io.seqway.presence.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RedisLinkIT {
    private static final long COMMAND_TIMEOUT_MS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final RedisProcess redis = new RedisProcess();
    private final RedisLink link = new RedisLink(
            vertx, new PresenceOptions(redis.uri(), 1, 0, 1, COMMAND_TIMEOUT_MS), "nothing works until it can");
    private final AtomicInteger ups = new AtomicInteger();

    @AfterEach
    void close() {
        result(vertx.close());
        redis.close();
    }

    @Test
    void waitsForARedisThatIsNotThereYet() {
        open();
        assertThat(failure(send(Request.cmd(Command.PING)))).hasMessageContaining("no connection");

        redis.start();

        until("the link is up", link::up);
        assertThat(result(send(Request.cmd(Command.PING))).toString()).isEqualTo("PONG");
    }

    @Test
    void connectsAgainAfterACrash() {
        redis.start();
        open();
        until("the link is up", link::up);

        redis.kill();
        until("the link is down", () -> !link.up());
        redis.start();

        until("the link is up again", link::up);
        assertThat(ups).hasValue(2);
        assertThat(result(send(Request.cmd(Command.PING))).toString()).isEqualTo("PONG");
    }

    @Test
    void whatIsUnderWayFailsWhenRedisCrashes() {
        redis.start();
        open();
        until("the link is up", link::up);
        redis.hold();
        Future<Response> underWay = send(Request.cmd(Command.PING));

        redis.kill();

        assertThat(failure(underWay)).isNotNull();
    }

    @Test
    void leavesARedisThatHangsAndComesBackToIt() {
        redis.start();
        open();
        until("the link is up", link::up);

        redis.hold();
        assertThat(failure(send(Request.cmd(Command.PING)))).isInstanceOf(TimeoutException.class);
        until("the link is down", () -> !link.up());

        redis.release();
        until("the link is up again", link::up);
        assertThat(result(send(Request.cmd(Command.PING))).toString()).isEqualTo("PONG");
    }

    @Test
    void notUsedByAnybodyItStillNoticesARedisThatHangs() {
        redis.start();
        open();
        until("the link is up", link::up);

        redis.hold();

        until("the link is down", () -> !link.up());
    }

    @Test
    void connectsToARedisThatHungDuringEarlierAttempts() {
        redis.start();
        redis.hold();
        open();
        AtomicInteger failures = new AtomicInteger();
        until("many attempts were in vain", () -> {
            failure(send(Request.cmd(Command.PING)));
            return failures.incrementAndGet() > 300;
        });

        redis.release();

        until("the link is up", link::up);
    }

    @Test
    void connectsAnewWhenRedisNoLongerTakesWrites() {
        redis.start();
        open();
        until("the link is up", link::up);
        result(send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg("1")));

        assertThat(failure(send(Request.cmd(Command.SET).arg("k").arg("v")))).hasMessageContaining("READONLY");

        until("there is another connection", () -> ups.get() == 2 && link.up());
        result(send(Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE")));
        assertThat(result(send(Request.cmd(Command.SET).arg("k").arg("v"))).toString())
                .isEqualTo("OK");
    }

    @Test
    void anOrdinaryErrorIsNoReasonToLeave() {
        redis.start();
        open();
        until("the link is up", link::up);
        result(send(Request.cmd(Command.SET).arg("k").arg("v")));

        assertThat(failure(send(Request.cmd(Command.HGETALL).arg("k")))).hasMessageContaining("WRONGTYPE");
        assertThat(result(send(Request.cmd(Command.PING))).toString()).isEqualTo("PONG");
        assertThat(ups).hasValue(1);
    }

    @Test
    void isNotMadeAgainOnceItIsClosed() {
        redis.start();
        open();
        until("the link is up", link::up);

        result(OnContext.call(context, link::close));

        assertThat(link.up()).isFalse();
        assertThat(failure(send(Request.cmd(Command.PING)))).hasMessageContaining("no connection");
        assertThat(ups).hasValue(1);
    }

    private void open() {
        context.runOnContext(v -> link.open(ups::incrementAndGet));
    }

    private Future<Response> send(Request request) {
        return OnContext.call(context, () -> link.send(request));
    }
}
