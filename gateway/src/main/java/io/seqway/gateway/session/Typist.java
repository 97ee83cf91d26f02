package io.seqway.gateway.session;

import java.util.HashMap;
import java.util.Map;

/**
 * In which rooms one connection has said that its user types. What is repeated within a second is not passed on: a client
 * may say it with each key that is pressed.
 */
public final class Typist {
    static final long REPEAT_MS = 1_000;

    private final Map<String, Long> saidAt = new HashMap<>(0);

    /**
     * The client says that the user types, or does not any more.
     *
     * @param now in ms of a monotonic clock
     * @return whether the others are to be told
     */
    public boolean says(String room, boolean typing, long now) {
        if (!typing) {
            return ends(room);
        }
        Long before = saidAt.get(room);
        if (before != null && now - before < REPEAT_MS) {
            return false;
        }
        saidAt.put(room, now);
        return true;
    }

    /** The user has sent a message, or left: whether the others are to be told that it does not type any more. */
    public boolean ends(String room) {
        return saidAt.remove(room) != null;
    }
}
