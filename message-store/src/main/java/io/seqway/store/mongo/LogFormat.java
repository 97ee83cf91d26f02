package io.seqway.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;

/**
 * The format of what is stored: a number in the collection {@code meta}, and the steps by which an older one becomes the
 * newest. Nodes take them when they start, several of them maybe at once, and again if one ended amid them; those of the
 * version before run on beside. So a step may be run twice, and leaves what they can go on with: it adds, and takes nothing
 * away before the next format. Where that cannot be, the notes of the version say that all nodes are to be stopped first.
 */
final class LogFormat {
    /** Turns one format into the next. */
    interface Step {
        Future<Void> run(MongoClient client);
    }

    /** What this version writes: format 1, for which nothing is to be done. */
    static final LogFormat NEWEST = new LogFormat(List.of());

    private static final String FORMAT = "format";

    private final List<Step> steps;

    /** @param steps the first one leads from format 1 to 2 */
    LogFormat(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The newest that is known. */
    int number() {
        return 1 + steps.size();
    }

    /** Fails, with one line that says what to do, if this version does not know the format. */
    Future<Integer> known(JsonObject meta) {
        return meta.getValue(FORMAT) instanceof Integer format && format >= 1 && format <= number()
                ? Future.succeededFuture(format)
                : Future.failedFuture("the database has format " + meta.getValue(FORMAT)
                        + ", this version knows format " + number()
                        + ": start a version that knows it; going back to an older one needs the backup of before");
    }

    /** Brings the database to the newest format; fails, with one line, if it has one that is not known. */
    Future<Void> upgrade(MongoClient client, JsonObject meta) {
        return known(meta).compose(format -> upgradeFrom(format, client));
    }

    private Future<Void> upgradeFrom(int format, MongoClient client) {
        if (format == number()) {
            return Future.succeededFuture();
        }
        JsonObject before = new JsonObject().put("_id", LogSchema.META_ID).put(FORMAT, format);
        JsonObject after = new JsonObject().put("$set", new JsonObject().put(FORMAT, format + 1));
        return steps.get(format - 1)
                .run(client)
                .compose(done -> client.updateCollection(LogSchema.META, before, after)) // unless another node has
                .compose(written -> upgradeFrom(format + 1, client));
    }
}
