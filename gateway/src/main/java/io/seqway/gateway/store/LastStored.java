package io.seqway.gateway.store;

import io.seqway.protocol.bus.Submission;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last submission of each sender in each room that is known to be stored, while one in front of it may still be
 * unanswered. An owner answers in order, so the answer to that one was lost: it is stored, too, or it was refused, and
 * then must not be stored behind the later one. Where no order was promised, nothing is behind anything.
 */
final class LastStored {
    private record Source(String room, String sender) {}

    private final Map<Source, Long> refs = new LinkedHashMap<>();

    /** @param oldest the number of the oldest submission that is not answered */
    void add(Submission stored, long oldest) {
        if (stored.unordered()) {
            return;
        }
        long ref = stored.replyTo().ref();
        Source source = source(stored);
        Long before = refs.remove(source); // so that the youngest come last
        refs.put(source, before == null ? ref : Math.max(before, ref));
        Iterator<Long> eldest = refs.values().iterator();
        while (eldest.hasNext() && eldest.next() < oldest) {
            eldest.remove();
        }
    }

    /** Whether a later submission of the same sender to the same room is stored. */
    boolean isBehind(Submission unanswered) {
        Long ref = refs.get(source(unanswered));
        return !unanswered.unordered()
                && ref != null
                && ref > unanswered.replyTo().ref();
    }

    void clear() {
        refs.clear();
    }

    private static Source source(Submission submission) {
        return new Source(submission.room(), submission.author().id());
    }
}
