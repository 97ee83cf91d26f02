package io.seqway.server;

import io.seqway.server.config.CommandLineConfig;
import io.seqway.server.config.Config;
import io.seqway.server.config.Setting;
import io.seqway.store.StoreOptions;
import io.seqway.store.mongo.Loss;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/**
 * {@code seqway declare-loss}: resets every client, after a restore of an older backup of MongoDB
 * (docs/operations.md, "The database").
 */
final class DeclareLoss {
    private static final String NAME = "declare-loss";

    private DeclareLoss() {}

    static boolean isAskedFor(String... args) {
        return args.length > 0 && args[0].equals(NAME);
    }

    /**
     * Does it, and prints one line.
     *
     * @param args those of the command line
     */
    static void run(String... args) throws StartFailure {
        Config.Stores stores =
                new CommandLineConfig(System.getenv(), Arrays.copyOfRange(args, 1, args.length)).givenStores();
        String uri = stores.mongoUri()
                .orElseThrow(() -> StartFailure.wrongSetting(NAME + " needs " + Setting.MONGO_URI.flag(), null));
        Vertx vertx = Vertx.vertx();
        try {
            String token = new Loss(vertx, new StoreOptions(uri, stores.mongoDatabase(), true))
                    .declare()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            System.out.printf(
                    "Declared: every epoch of database %s begins with %s now, and every client is reset when it comes"
                            + " back. Start the nodes.%n",
                    stores.mongoDatabase(), token);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException refused
                    ? new StartFailure(refused.getMessage(), refused)
                    : Explain.messageStore(e.getCause(), uri);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted; do it again", e);
        } finally {
            vertx.close();
        }
    }
}
