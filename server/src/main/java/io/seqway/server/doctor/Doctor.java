package io.seqway.server.doctor;

import io.seqway.presence.PresenceOptions;
import io.seqway.server.config.Config;
import io.seqway.store.StoreOptions;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The command {@code seqway doctor}: looks at what nodes with these settings stand on, says what is wrong and what to do.
 * It changes nothing, and may run beside the nodes.
 */
public final class Doctor {
    private static final long CLOSE_SECONDS = 5;

    private final Config.Stores stores;
    private final LongSupplier wallClock;

    /** @param wallClock the time of this machine, in ms since 1970 */
    public Doctor(Config.Stores stores, LongSupplier wallClock) {
        this.stores = stores;
        this.wallClock = wallClock;
    }

    /**
     * Looks, and says what was found.
     *
     * @return whether nothing is wrong
     */
    public boolean run(PrintStream out) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        try {
            if (stores.mongoUri().isPresent()) {
                StoreOptions options = new StoreOptions(stores.mongoUri().get(), stores.mongoDatabase(), true);
                findings.addAll(new MongoCheck(vertx, options, wallClock).look());
            }
            if (stores.redisUri().isPresent()) {
                findings.addAll(redis(vertx, stores.redisUri().get()));
            }
        } finally {
            vertx.close()
                    .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                    .otherwiseEmpty()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        findings.forEach(out::println);
        long wrong = findings.stream()
                .filter(finding -> finding.state() == Finding.State.WRONG)
                .count();
        out.println(wrong == 0 ? "Nothing is wrong." : wrong + (wrong == 1 ? " thing is" : " things are") + " wrong.");
        return wrong == 0;
    }

    private List<Finding> redis(Vertx vertx, String uri) throws InterruptedException {
        try {
            return RedisCheck.look(vertx, PresenceOptions.of(uri), wallClock);
        } catch (IllegalArgumentException e) {
            return List.of(Finding.wrong("redis", e.getMessage()));
        }
    }
}
