package io.seqway.verification.history;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client did and was told, in order, at about 30 bytes an event. One thread at a time writes; reading is for
 * when the writing is over.
 */
public final class ClientHistory {
    private static final int NONE = -1;
    private static final Event.Kind[] KINDS = Event.Kind.values();

    private final String client;
    private final Values values;
    private final List<Page> pages = new ArrayList<>();
    private int size;

    ClientHistory(String client, Values values) {
        this.client = client;
        this.values = values;
    }

    /** The client's user id. */
    public String client() {
        return client;
    }

    /** Adds an event; {@code seq} below 2^31. */
    public void add(Event event) {
        int at = size % Page.EVENTS;
        if (at == 0) {
            pages.add(new Page());
        }
        Page page = pages.get(size / Page.EVENTS);
        page.kinds[at] = (byte) event.kind().ordinal();
        page.times[at] = event.atNanos();
        page.rooms[at] = values.texts().number(event.room());
        page.seqs[at] = Math.toIntExact(event.seq());
        page.messages[at] = event.message() == null ? NONE : values.messages().number(event.message());
        page.texts[at] = values.texts().number(event.text());
        size++;
    }

    /** All of it, in order; made anew at each look. */
    public List<Event> events() {
        return new AbstractList<>() {
            @Override
            public Event get(int index) {
                return event(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private Event event(int index) {
        Page page = pages.get(index / Page.EVENTS);
        int at = index % Page.EVENTS;
        Message message = page.messages[at] == NONE ? null : values.messages().value(page.messages[at]);
        return new Event(
                KINDS[page.kinds[at]],
                page.times[at],
                values.texts().value(page.rooms[at]),
                page.seqs[at],
                message,
                values.texts().value(page.texts[at]));
    }

    /** Numbers for what all clients of a history have in common. */
    record Values(Interned<String> texts, Interned<Message> messages) {}

    private static final class Page {
        static final int EVENTS = 1024;
        final byte[] kinds = new byte[EVENTS];
        final long[] times = new long[EVENTS];
        final int[] rooms = new int[EVENTS];
        final int[] seqs = new int[EVENTS];
        final int[] messages = new int[EVENTS];
        final int[] texts = new int[EVENTS];
    }
}
