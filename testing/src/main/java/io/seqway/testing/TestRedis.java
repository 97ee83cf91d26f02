package io.seqway.testing;

import io.seqway.embedded.EmbeddedRedis;
import org.testcontainers.containers.GenericContainer;

/**
 * The Redis of the tests, one for each JVM: that of {@code SEQWAY_TEST_REDIS_URI}; else a container of redis:7.2, where
 * a Docker engine answers; else the embedded one. It starts when first asked for and ends with the JVM. Its keys are
 * those of all tests: each must name its own.
 */
public final class TestRedis {

    private static final String IMAGE = "redis:7.2";
    private static final int PORT = 6379;

    private static final SharedStore SHARED = new SharedStore(new StoreChoice(
            "redis", "SEQWAY_TEST_REDIS_URI", DockerEngine::answers, TestRedis::container, TestRedis::embedded));

    private TestRedis() {}

    /** The connection string. */
    public static String uri() {
        return SHARED.get().uri();
    }

    public static StoreKind kind() {
        return SHARED.get().kind();
    }

    @SuppressWarnings("resource")
    private static Store container() {
        GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT);
        container.start();
        String uri = "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
        return new Store(StoreKind.CONTAINER, uri, IMAGE + " " + container.getContainerId(), container::stop);
    }

    private static Store embedded() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        return new Store(StoreKind.EMBEDDED, redis.uri(), "", redis::close);
    }
}
