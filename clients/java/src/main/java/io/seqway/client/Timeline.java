package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of a room that are held: the end of its log, and what others are about to have stored. Read by any thread. */
final class Timeline {
    private final Deque<Message> entries = new ArrayDeque<>();
    private final Map<String, Message> pendings = new LinkedHashMap<>();
    /** How many more are held than asked for. */
    private int earlier;
    /** The first entry of what is held, be it a message or not. */
    private Long first;

    /** By rising seq, then what is not stored. */
    synchronized List<Message> messages() {
        List<Message> all = new ArrayList<>(entries);
        all.addAll(pendings.values());
        return all;
    }

    synchronized Long first() {
        return first;
    }

    synchronized void begins(long seq) {
        if (first == null) {
            first = seq;
        }
    }

    synchronized void add(Message message, int keep) {
        entries.addLast(message);
        boolean cut = false;
        while (entries.size() > keep + earlier) {
            entries.removeFirst();
            cut = true;
        }
        if (cut) {
            first = entries.isEmpty()
                    ? Long.valueOf(message.seq() + 1)
                    : entries.getFirst().seq();
        }
    }

    /**
     * Puts a page in front.
     *
     * @param before what was the first when it was asked for; if it is another one now, the page does not fit any more
     */
    synchronized void addEarlier(Long before, List<Message> page, long pageBegins) {
        if (first == null ? before == null : first.equals(before)) {
            first = pageBegins;
            earlier += page.size();
            for (int i = page.size() - 1; i >= 0; i--) {
                entries.addFirst(page.get(i));
            }
        }
    }

    /** Looks from the end, since mostly a late one is meant. */
    synchronized Message find(long seq) {
        for (Iterator<Message> it = entries.descendingIterator(); it.hasNext(); ) {
            Message message = it.next();
            if (message.seq() <= seq) {
                return message.seq() == seq ? message : null;
            }
        }
        return null;
    }

    synchronized boolean holdsOwnUnread() {
        return entries.stream().anyMatch(message -> message.own() && message.status() != MessageStatus.READ);
    }

    synchronized void pending(JsonObject frame, Message message) {
        pendings.put(key(frame), message);
    }

    /** @return the one that was shown, or null */
    synchronized Message pendingEnds(JsonObject frame) {
        return pendings.remove(key(frame));
    }

    synchronized void forgetPendings() {
        pendings.clear();
    }

    synchronized void forget() {
        entries.clear();
        pendings.clear();
        earlier = 0;
        first = null;
    }

    /** What names a message before it has a seq. */
    private static String key(JsonObject frame) {
        return frame.getValue("sender") + " " + frame.getValue("clientMsgId");
    }
}
