package io.seqway.embedded;

import java.util.concurrent.CountDownLatch;

/** A process that starts an embedded Redis, prints its URI, and waits to be killed. */
final class RedisHolder {

    private RedisHolder() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedRedis redis = EmbeddedRedis.start();
        System.out.println(redis.uri());
        new CountDownLatch(1).await();
    }
}
