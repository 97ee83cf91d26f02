package io.seqway.gateway.room;

import java.util.HashMap;
import java.util.Map;

/**
 * Rooms whose owner stays behind what this node was given: the log has lost entries, as when an older backup was put in
 * its place. For a moment that is nothing: what was read from the log may be an entry whose writer has no answer yet.
 */
final class LostEntries {
    static final long MOMENT_MS = 10_000;

    private final Map<String, Long> since = new HashMap<>();

    /**
     * An owner has said where a room ends.
     *
     * @param head where
     * @param last what this node was given last
     * @return whether it is time to say that entries are lost; again for each such time that passes
     */
    boolean areToBeSaid(String room, long head, long last, long now) {
        if (head >= last) {
            forget(room);
            return false;
        }
        Long began = since.putIfAbsent(room, now);
        if (began == null || now - began < MOMENT_MS) {
            return false;
        }
        since.put(room, now);
        return true;
    }

    void forget(String room) {
        if (!since.isEmpty()) {
            since.remove(room);
        }
    }
}
