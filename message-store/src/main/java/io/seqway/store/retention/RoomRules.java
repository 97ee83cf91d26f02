package io.seqway.store.retention;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The rules that rooms have of their own, and how far the walk through all rooms has come. */
public interface RoomRules {
    /**
     * Some rooms that may have a rule, and were not removed.
     *
     * @param rules of those that have one, by room
     * @param last the last that was looked at, or {@code null} if there are no more
     */
    record Some(Map<String, Retention> rules, String last) {}

    /** The rule of a room; empty if it has none of its own. One that was removed keeps all: its log goes as a whole. */
    Future<Optional<Retention>> of(String room);

    /**
     * Rooms behind another one, by name.
     *
     * @param limit at most so many are looked at
     */
    Future<Some> behind(String room, int limit);

    /** The room up to which some node has come, on its walk through all of them; empty if none has. */
    Future<String> position();

    /** A node has come so far. It may be lost. */
    Future<Void> keep(String position);
}
