package io.seqway.server.doctor;

import io.seqway.presence.PresenceOptions;
import io.seqway.presence.redis.RedisPresenceStore;
import io.seqway.presence.store.PresenceListener;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Looks whether Redis answers, and what time it is there. */
final class RedisCheck {
    private static final String WHAT = "redis";
    private static final long ANSWER_SECONDS = 5;

    private RedisCheck() {}

    static List<Finding> look(Vertx vertx, PresenceOptions options, LongSupplier wallClock)
            throws InterruptedException {
        RedisPresenceStore store = new RedisPresenceStore(vertx, options);
        try {
            Promise<Void> available = Promise.promise();
            store.open(new PresenceListener() {
                @Override
                public void changed(PresenceChange change) {
                    // nobody waits for it here
                }

                @Override
                public void available() {
                    available.tryComplete();
                }
            });
            available.future().toCompletionStage().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            long before = wallClock.getAsLong();
            long micros = store.connections()
                    .nowMicros()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return List.of(
                    Finding.ok(WHAT, "it answers"),
                    Clocks.here("Redis", before, wallClock.getAsLong(), TimeUnit.MICROSECONDS.toMillis(micros)));
        } catch (ExecutionException | TimeoutException e) {
            return List.of(Finding.wrong(
                    WHAT,
                    (store.failure() == null ? "no answer in " + ANSWER_SECONDS + " s" : store.failure())
                            + ": nobody sees who is online, messages flow on. Is redis-uri right,"
                            + " does it run (redis-cli ping), is the way to it open, is the password right?"));
        } finally {
            store.close();
        }
    }
}
