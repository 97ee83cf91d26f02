package io.seqway.presence.redis;

import static io.seqway.presence.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.RedisProcess;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisPresenceStoreIT extends RedisStoreContract {
    private static final RedisProcess REDIS = new RedisProcess();

    @BeforeAll
    static void start() {
        REDIS.start();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @Override
    String uri() {
        return REDIS.uri();
    }

    @Test
    void scriptsThatRedisForgotAreGivenAgain() {
        result(store().arrive(room, List.of(word(g1, "ann", null, 1))));
        ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));

        assertThat(result(store().present(room, false)).users()).hasSize(1);
        ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));
        result(store().arrive(room, List.of(word(g1, "bob", null, 1))));
        assertThat(result(store().present(room, false)).users()).hasSize(2);
    }
}
