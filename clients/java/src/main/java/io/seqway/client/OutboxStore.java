package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Where what waits to be sent is kept. It must outlive what the messages shall outlive. A message goes out only once
 * {@link #put} has succeeded, so that after a crash everything that the server may have is known here.
 *
 * <p>Called on the client's context, in order, where it must not block; futures may be completed on any thread, those of
 * {@link #put} in the order of the calls. One that fails costs the keeping, not the sending: the client says so by an
 * error with the code {@code not-kept}.
 */
public interface OutboxStore {
    /** Everything that was put and not removed, in the order in which each was put first. */
    Future<List<JsonObject>> load();

    /**
     * Keeps a record under its id, or replaces it.
     *
     * @param record of JSON, not to be changed
     * @return done once it is kept
     */
    Future<Void> put(String id, JsonObject record);

    /** @return done once it is certain not to come back; succeeds for an id that is not there */
    Future<Void> remove(String id);

    /** Lets go of files and the like. Everything before is kept first. */
    Future<Void> close();

    /** Keeps nothing beyond the client itself, which has all of it in memory anyway. */
    static OutboxStore memory() {
        return MemoryOutboxStore.INSTANCE;
    }
}
