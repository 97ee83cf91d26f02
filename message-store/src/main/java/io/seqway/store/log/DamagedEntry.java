package io.seqway.store.log;

import java.util.List;

/**
 * A document of the log that cannot be read as an entry.
 *
 * @param rooms whose it is, by each of its names: one room, unless a name is damaged, too
 * @param id its {@code _id}
 * @param key the name of the sender's message, or {@code null} if that cannot be read either
 * @param fault what is wrong with it
 */
public record DamagedEntry(List<String> rooms, String id, String key, String fault) {
    /** The room that it stands in, or the empty text if nothing says so. */
    public String room() {
        return rooms.isEmpty() ? "" : rooms.get(0);
    }
}
