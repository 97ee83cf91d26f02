package io.seqway.presence;

/** Where the tests that only need some Redis find it: every test uses rooms and users of its own. */
public final class TestRedis {
    private static String uri;

    private TestRedis() {}

    /** That of {@code SEQWAY_TEST_REDIS_URI}, else one of this JVM's own. */
    public static synchronized String uri() {
        if (uri == null) {
            uri = System.getenv("SEQWAY_TEST_REDIS_URI");
        }
        if (uri == null || uri.isEmpty()) {
            RedisProcess own = new RedisProcess().start();
            Runtime.getRuntime().addShutdownHook(new Thread(own::close, "end of redis"));
            uri = own.uri();
        }
        return uri;
    }
}
