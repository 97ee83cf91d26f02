package io.seqway.gateway.room;

import io.seqway.protocol.bus.Signal.Typing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Who types in one room, as the connections of one event loop were told. Each hub ends what was not said again, so that it
 * ends though the node of whoever typed is gone.
 */
final class Typings {
    /** After how many ms it ends by itself (docs/protocol.md, "Typing"). */
    static final long LIFE_MS = 6_000;

    /** More are not shown. */
    static final int MOST = 1_000;

    private record Typist(long until, Subscriber by) {}

    private final Map<String, Typist> byUser = new LinkedHashMap<>(0); // the next to run out of time is the first

    /**
     * Somebody types, or does not any more.
     *
     * @param by the connection that says it, if it is one of this event loop
     * @return whether the others are to be told
     */
    boolean heard(Typing said, Subscriber by, long now) {
        boolean known = byUser.remove(said.user()) != null;
        if (!said.typing()) {
            return known;
        }
        if (byUser.size() >= MOST) {
            return false;
        }
        byUser.put(said.user(), new Typist(now + LIFE_MS, by));
        return true;
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return byUser.isEmpty();
    }

    /** Ends what was not said again, and calls the handler with each user and the connection that said it, if known. */
    void expire(long now, BiConsumer<String, Subscriber> handler) {
        List<Map.Entry<String, Typist>> ended = new ArrayList<>();
        Iterator<Map.Entry<String, Typist>> oldest = byUser.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Typist> next = oldest.next();
            if (now < next.getValue().until) {
                break;
            }
            ended.add(Map.entry(next.getKey(), next.getValue()));
            oldest.remove();
        }
        ended.forEach(end -> handler.accept(end.getKey(), end.getValue().by));
    }
}
