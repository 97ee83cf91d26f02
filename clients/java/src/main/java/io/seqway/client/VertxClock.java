package io.seqway.client;

import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/** The real one. Its timers run on the context they are set on, which is the client's. */
record VertxClock(Vertx vertx) implements Clock {
    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public Runnable after(long ms, Runnable act) {
        long timer = vertx.setTimer(Math.max(1, ms), id -> act.run());
        return () -> vertx.cancelTimer(timer);
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
