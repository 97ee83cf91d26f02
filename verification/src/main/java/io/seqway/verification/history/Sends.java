package io.seqway.verification.history;

import io.seqway.verification.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was sent, and what became of it. */
final class Sends {
    private final Map<Message, Fate> fates = new HashMap<>();
    private final Logs logs;
    private final Findings findings;

    Sends(Logs logs, Findings findings) {
        this.logs = logs;
        this.findings = findings;
    }

    private static final class Fate {
        int attempts;
        /** Answered by an error that says: not stored. */
        int refusedForCertain;

        boolean refused;
        boolean acked;
        boolean firstTry;
        Set<Long> places = new HashSet<>();
    }

    void see(String client, Event event) {
        switch (event.kind()) {
            case SENT -> fates.computeIfAbsent(event.message(), message -> new Fate()).attempts++;
            case REFUSED -> {
                Fate fate = fates.computeIfAbsent(event.message(), message -> new Fate());
                fate.refused = true;
                fate.refusedForCertain += event.text().equals("timeout") ? 0 : 1;
            }
            case ACKED -> {
                logs.log(event.room()).known(event.message(), event.atNanos());
                acked(client, event);
            }
            case SAW, SAW_MISSED -> logs.log(event.room()).known(event.message(), event.atNanos());
            default -> {}
        }
    }

    private void acked(String client, Event event) {
        Message message = event.message();
        Fate fate = fates.computeIfAbsent(message, one -> new Fate());
        fate.firstTry |= !fate.acked && fate.attempts == 1 && !fate.refused;
        fate.acked = true;
        if (!fate.places.add(event.seq())) {
            return;
        }
        Log log = logs.log(message.room());
        long place = log.place(message);
        if (place == 0) {
            findings.addOnce(
                    Kind.LOST,
                    message,
                    client,
                    event.seq(),
                    event.atNanos(),
                    message + " was acked, and is not in the log");
            if (log.at(event.seq()) != null) {
                findings.addOnce(
                        Kind.FORK,
                        message,
                        client,
                        event.seq(),
                        event.atNanos(),
                        message + " was acked here, and the log holds " + log.at(event.seq()));
            }
        } else if (!log.holds(message, event.seq()) || fate.places.size() > 1) {
            findings.addOnce(
                    Kind.ACK_DISAGREES,
                    message,
                    client,
                    event.seq(),
                    event.atNanos(),
                    message + " was acked at " + fate.places + ", and is at seq " + place);
        }
    }

    /** Whether anybody has sent this. */
    boolean explains(Message message) {
        Fate fate = fates.get(message);
        return fate != null && fate.attempts > 0;
    }

    /** Whether it was sent once and not again. */
    boolean once(Message message) {
        return fates.get(message).attempts == 1;
    }

    /** Looks for what was refused and is stored; once all events were seen. */
    void end() {
        fates.forEach((message, fate) -> {
            long place = logs.log(message.room()).place(message);
            if (place != 0 && !fate.acked && fate.attempts > 0 && fate.refusedForCertain >= fate.attempts) {
                findings.add(
                        Kind.REFUSED_BUT_STORED,
                        message.room(),
                        message.sender(),
                        place,
                        0,
                        message + " was refused " + fate.refusedForCertain + " times");
            }
        });
    }

    /** How many messages there are, and what became of them. */
    Verdict.Sent count() {
        long attempts = 0;
        long acked = 0;
        long first = 0;
        long unknownStored = 0;
        long unknownAbsent = 0;
        long refused = 0;
        for (Map.Entry<Message, Fate> one : fates.entrySet()) {
            Fate fate = one.getValue();
            attempts += fate.attempts;
            acked += fate.acked ? 1 : 0;
            first += fate.firstTry ? 1 : 0;
            if (fate.acked) {
                continue;
            }
            boolean stored = logs.log(one.getKey().room()).place(one.getKey()) != 0;
            boolean known = fate.refusedForCertain >= fate.attempts;
            refused += known ? 1 : 0;
            unknownStored += !known && stored ? 1 : 0;
            unknownAbsent += !known && !stored ? 1 : 0;
        }
        return new Verdict.Sent(fates.size(), attempts, acked, first, unknownStored, unknownAbsent, refused);
    }
}
