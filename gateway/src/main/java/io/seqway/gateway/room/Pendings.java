package io.seqway.gateway.room;

import io.seqway.protocol.frame.MessageName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The messages of one room that the connections of one event loop are shown before they are stored. Each ends: by its
 * entry, by what its owner says, or after some seconds, since owners may die and what they say may be lost.
 */
final class Pendings {
    /** How long a message is shown at the most, since its owner has said it last, in ms: so long a send is waited for. */
    static final long LIFE_MS = 10_000;

    /** More are not shown. */
    static final int MOST = 1_000;

    /** One of them: its number among all of the room, who has sent it from here, and until when it is shown. */
    static final class Shown {
        private final long number;
        private final Object sender;
        private long until;

        private Shown(long number, Object sender) {
            this.number = number;
            this.sender = sender;
        }

        long number() {
            return number;
        }

        /** The connection that has sent it and is not shown it, since it is told by the answer; {@code null} for none. */
        Object sender() {
            return sender;
        }
    }

    private final Map<MessageName, Shown> byName = new LinkedHashMap<>(); // the next to run out of time is the first
    private long last;

    /** The number of the last one so far; they rise. */
    long last() {
        return last;
    }

    /**
     * A message is shown until its end, for some seconds from now. Who sends it again was shown it, and hears of its end.
     *
     * @param sender the connection that has sent it, or {@code null} if it is none of this event loop
     * @return whether it is new: else everybody sees it already, or there are too many
     */
    boolean begin(MessageName name, Object sender, long now) {
        Shown before = byName.remove(name);
        if (before == null && byName.size() >= MOST) {
            return false;
        }
        Shown shown = before == null ? new Shown(++last, sender) : before;
        shown.until = now + LIFE_MS;
        byName.put(name, shown);
        return before == null;
    }

    /** The message is not shown any more: {@code null} if it was not. */
    Shown end(MessageName name) {
        return byName.remove(name);
    }

    /** Entries that came in end what was shown of them. */
    void stored(List<byte[]> frames) {
        for (int i = 0; i < frames.size() && !byName.isEmpty(); i++) {
            byName.remove(MessageName.of(frames.get(i)));
        }
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Ends what was shown for too long, and calls the handler with each. */
    void expire(long now, BiConsumer<MessageName, Shown> handler) {
        List<Map.Entry<MessageName, Shown>> expired = new ArrayList<>();
        Iterator<Map.Entry<MessageName, Shown>> oldest = byName.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<MessageName, Shown> next = oldest.next();
            if (now < next.getValue().until) {
                break;
            }
            expired.add(Map.entry(next.getKey(), next.getValue()));
            oldest.remove();
        }
        expired.forEach(end -> handler.accept(end.getKey(), end.getValue()));
    }
}
