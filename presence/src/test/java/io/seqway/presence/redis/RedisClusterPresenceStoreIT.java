package io.seqway.presence.redis;

import io.seqway.presence.RedisClusterProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a Redis Cluster of three masters: rooms, sources and users are spread over them. */
class RedisClusterPresenceStoreIT extends RedisStoreContract {
    private static final RedisClusterProcess CLUSTER = new RedisClusterProcess();

    @BeforeAll
    static void start() {
        CLUSTER.start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Override
    String uri() {
        return CLUSTER.uri();
    }
}
