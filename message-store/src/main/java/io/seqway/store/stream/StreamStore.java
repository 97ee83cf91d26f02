package io.seqway.store.stream;

import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps streams: a catalogue for each user, and the chunks. What a write says is stored, a majority has on disk, and a
 * read sees that. A write that fails may have been done all the same, now or later.
 */
public interface StreamStore {
    /** The catalogue of a user, which is {@link Catalogue#empty} if there is none. */
    Future<Catalogue> catalogue(String user);

    /**
     * Replaces a catalogue by its successor.
     *
     * @param next of version n + 1
     * @return whether the version was n, and so it was done
     */
    Future<Boolean> replace(Catalogue next);

    /**
     * Writes a chunk if its id is not taken.
     *
     * @return whether it was written
     */
    Future<Boolean> put(StoredChunk chunk);

    /** The hash of a chunk, or {@code null} if there is none; its payload is not read. */
    Future<String> hash(String id);

    /** A chunk, or {@code null}. */
    Future<StoredChunk> chunk(String id);

    /** Removes those of these chunks that there are. */
    Future<Void> remove(List<String> ids);

    /** Why nothing is to be written now: one line, or {@code null}. */
    default String problem() {
        return null;
    }
}
