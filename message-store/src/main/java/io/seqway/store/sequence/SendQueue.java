package io.seqway.store.sequence;

import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sends of one room that are not settled: what has come before it was known what the room is, those that wait, in their
 * order, and those that are being written.
 */
final class SendQueue {
    private final Backlog backlog;
    private final List<Submission> early = new ArrayList<>(0);
    private ArrayDeque<PendingSend> waiting = new ArrayDeque<>(0);
    private Map<String, PendingSend> pending = new HashMap<>();
    private long bytes;

    SendQueue(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Keeps what comes before it is known what the room is. */
    void early(Submission submission) {
        early.add(submission);
        count(submission.body().length());
    }

    /** Takes what has come before the room was open, in its order. */
    List<Submission> takeEarly() {
        List<Submission> taken = List.copyOf(early);
        early.clear();
        taken.forEach(submission -> count(-submission.body().length()));
        return taken;
    }

    /** Takes all that waits, to be submitted anew, in its order. */
    List<Submission> takeWaiting() {
        List<Submission> taken = new ArrayList<>();
        for (PendingSend send = poll(); send != null; send = poll()) {
            settled(send);
            taken.add(send.submission());
            for (ReplyTo repeat : send.repeats()) {
                taken.add(send.submission().answeredTo(repeat));
            }
        }
        taken.addAll(takeEarly());
        return taken;
    }

    void add(PendingSend send) {
        waiting.addLast(send);
        pending.put(send.key(), send);
        count(send.bytes());
    }

    /** The next one that waits, or {@code null}; it is being written from now on. */
    PendingSend poll() {
        PendingSend send = waiting.pollFirst();
        if (send != null) {
            count(-send.bytes());
        }
        return send;
    }

    /** Puts sends that were taken back before those that wait, in their order. */
    void putBack(List<PendingSend> sends) {
        for (int i = sends.size() - 1; i >= 0; i--) {
            waiting.addFirst(sends.get(i));
            count(sends.get(i).bytes());
        }
    }

    /** It is known what has become of one that was polled. */
    void settled(PendingSend send) {
        pending.remove(send.key());
    }

    /** The send with this key that is not settled, or {@code null}. */
    PendingSend pending(String key) {
        return pending.get(key);
    }

    /** Those that wait, in their order. */
    Iterable<PendingSend> waiting() {
        return waiting;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether some are neither waiting nor settled. */
    boolean isWriting() {
        return pending.size() > waiting.size();
    }

    /** Whether all are settled. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    /** What waits and what has come early, in bytes. */
    long bytes() {
        return bytes;
    }

    /** Nothing has come for long: gives back what was of use when more came. */
    void rest() {
        waiting = new ArrayDeque<>(0);
        pending = new HashMap<>();
    }

    private void count(int more) {
        bytes += more;
        backlog.add(more);
    }
}
