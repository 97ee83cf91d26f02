package io.seqway.verification.history;

import io.seqway.verification.history.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether what one client said stands in the order in which it said it. That is promised for what names the one before
 * in {@code after}; and for what one connection sent, as long as each was sent once and acked. What was sent again
 * after an error or a lost connection may stand behind what was said later.
 */
final class SenderOrder {
    private final String client;
    private final Logs logs;
    private final Sends sends;
    private final Findings findings;
    private final Map<List<String>, Message> messages = new HashMap<>();
    private final Map<Message, String> afters = new HashMap<>();
    /** What this connection sent, by room. */
    private final Map<String, List<Message>> sent = new HashMap<>();

    private final Map<Message, Boolean> acked = new HashMap<>();

    SenderOrder(String client, Logs logs, Sends sends, Findings findings) {
        this.client = client;
        this.logs = logs;
        this.sends = sends;
        this.findings = findings;
    }

    void see(Event event) {
        Message message = event.message();
        switch (event.kind()) {
            case SENT -> {
                messages.put(List.of(event.room(), message.clientMsgId()), message);
                if (!event.text().isEmpty()) {
                    afters.put(message, event.text());
                }
                sent.computeIfAbsent(event.room(), room -> new ArrayList<>()).add(message);
            }
            case ACKED -> acked.put(message, event.text().isEmpty());
            case CONNECTING -> settle();
            default -> {}
        }
    }

    /** The connection is gone. */
    private void settle() {
        sent.forEach((room, all) -> {
            Message before = null;
            for (Message message : all) {
                if (acked.getOrDefault(message, false) && sends.once(message)) {
                    inOrder(before, message, "sent first on the same connection");
                    before = message;
                }
            }
        });
        sent.clear();
        acked.clear();
    }

    /** All events were seen. */
    void end() {
        settle();
        afters.forEach((message, after) -> {
            Message before = messages.get(List.of(message.room(), after));
            if (before == null || logs.log(message.room()).place(before) == 0) {
                alone(message, after);
            } else {
                inOrder(before, message, "named in after");
            }
        });
    }

    private void alone(Message message, String after) {
        long place = logs.log(message.room()).place(message);
        if (place != 0) {
            add(message, place, message + " is in the log, and what it named in after is not: " + after);
        }
    }

    private void inOrder(Message before, Message message, String why) {
        if (before == null) {
            return;
        }
        Log log = logs.log(message.room());
        long place = log.place(message);
        long placeBefore = log.place(before);
        if (place != 0 && placeBefore > place) {
            add(message, place, before + ", " + why + ", is at seq " + placeBefore + ", " + message + " before it");
        }
    }

    private void add(Message message, long place, String what) {
        findings.add(Kind.SENDER_ORDER, message.room(), client, place, 0, what);
    }
}
