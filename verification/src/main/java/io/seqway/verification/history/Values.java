package io.seqway.verification.history;

import io.seqway.verification.history.Violation.Kind;
import java.util.HashMap;
import java.util.Map;

/** Holds every entry that anybody saw against the log, and against what others saw there. */
final class Values {
    private final Map<Place, Message> elsewhere = new HashMap<>();
    private final Logs logs;
    private final Sends sends;
    private final Findings findings;

    private record Place(String room, String epoch, long seq) {}

    Values(Logs logs, Sends sends, Findings findings) {
        this.logs = logs;
        this.sends = sends;
        this.findings = findings;
    }

    /** A sight. */
    void see(String client, Event event) {
        Message message = event.message();
        Log log = logs.log(event.room());
        boolean ofTheLog = event.text().isEmpty() || event.text().equals(log.epoch());
        if (ofTheLog && log.holds(message, event.seq())) {
            return;
        }
        if (!sends.explains(message)) {
            add(Kind.UNEXPLAINED, client, event, message + " was sent by nobody");
        }
        if (log.place(message) == 0) {
            add(Kind.LOST, client, event, message + " was seen, and is not in the log");
        }
        Message other = ofTheLog && log.at(event.seq()) != null
                ? log.at(event.seq())
                : elsewhere.putIfAbsent(new Place(event.room(), event.text(), event.seq()), message);
        if (other != null && !other.equals(message)) {
            add(Kind.FORK, client, event, message + " was seen, and another has " + other);
        }
    }

    /** Looks for what is in the logs and was sent by nobody. */
    void end() {
        for (Log log : logs.all()) {
            for (long seq = 1; seq <= log.last(); seq++) {
                Message message = log.at(seq);
                if (message != null && !sends.explains(message)) {
                    findings.addOnce(
                            Kind.UNEXPLAINED,
                            message,
                            "log",
                            seq,
                            0,
                            message + " is in the log, and was sent by nobody");
                }
            }
        }
    }

    private void add(Kind kind, String client, Event event, String what) {
        findings.addOnce(kind, event.message(), client, event.seq(), event.atNanos(), what);
    }
}
