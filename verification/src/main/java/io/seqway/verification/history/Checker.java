package io.seqway.verification.history;

import io.seqway.verification.history.Event.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds a history against what is promised, in the manner of Jepsen's checkers for sets and for Kafka. A pure function:
 * the same history gives the same verdict.
 */
public final class Checker {
    private final History history;
    private final Findings findings = new Findings();
    private final Logs logs;
    private final Sends sends;
    private final Values values;
    private final Lags lags;
    private final Outages outages = new Outages();
    private final Tally tally;

    private Checker(History history) {
        this.history = history;
        logs = new Logs(history.logs(), findings);
        sends = new Sends(logs, findings);
        values = new Values(logs, sends, findings);
        lags = new Lags(history.fromNanos(), history.toNanos());
        tally = new Tally(history.fromNanos(), history.toNanos());
    }

    /** Checks a history that has ended. */
    public static Verdict check(History history) {
        return new Checker(history).check();
    }

    private Verdict check() {
        // First what was sent and since when each entry is known, over all clients; then how each of them saw it.
        history.clients().forEach(client -> client.events().forEach(event -> {
            sends.see(client.client(), event);
            tally.see(event);
        }));
        history.clients().forEach(this::look);
        sends.end();
        values.end();
        Verdict.Sent sent = sends.count();
        if (sent.acked() == 0 || logs.entries() == 0) {
            findings.add(Violation.Kind.NOTHING_PROVEN, "", "", 0, 0, sent + ", " + logs.entries() + " entries");
        }
        int clients = (int) history.clients().stream().filter(Checker::connects).count();
        return new Verdict(
                history.about(),
                history.fromNanos(),
                history.toNanos(),
                findings.counts(),
                findings.examples(),
                sent,
                tally.result(clients, logs),
                lags.result(),
                outages.result());
    }

    private static boolean connects(ClientHistory client) {
        return client.events().stream().anyMatch(event -> event.kind() == Kind.CONNECTING);
    }

    private void look(ClientHistory client) {
        List<Event> events = client.events();
        String name = client.client();
        Map<String, RoomView> rooms = new HashMap<>();
        SenderOrder order = new SenderOrder(name, logs, sends, findings);
        lags.client(events);
        outages.see(name, events);
        boolean connected = false;
        for (Event event : events) {
            order.see(event);
            switch (event.kind()) {
                case FAILED -> findings.add(Violation.Kind.CLIENT_FAILED, "", name, 0, event.atNanos(), event.text());
                case UNREADABLE -> findings.add(Violation.Kind.UNREADABLE, "", name, 0, event.atNanos(), event.text());
                case BROKEN, LEFT -> rooms.values().forEach(RoomView::cut);
                case CONNECTED -> connected = true;
                case RESUMING, RESUMED, RESET, BEHIND, SAW, SAW_MISSED -> inRoom(client, event, rooms);
                default -> {}
            }
        }
        order.end();
        rooms.values().forEach(room -> room.end(history.toNanos(), lags));
        if (!connected && connects(client)) {
            findings.add(Violation.Kind.ABSENT, "", name, 0, history.toNanos(), "was never connected");
        }
    }

    private void inRoom(ClientHistory client, Event event, Map<String, RoomView> rooms) {
        String name = client.client();
        RoomView view = rooms.computeIfAbsent(event.room(), room -> new RoomView(name, room, logs.log(room), findings));
        if (event.isSight()) {
            values.see(name, event);
            if (view.isNew(event.seq())) {
                lags.saw(name, event, logs.log(event.room()));
            }
        }
        view.see(event);
    }
}
