package io.seqway.gateway.store;

import io.seqway.protocol.bus.BusMessage.Submission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The submissions of one hub for one partition that are not answered yet, in the order in which they were made. When the
 * partition has another owner all of them are sent again, in order: those that the old owner has stored are repeats then.
 */
final class Pipe {
    private final Map<Long, Submission> unanswered = new LinkedHashMap<>();
    private List<Submission> unsent = new ArrayList<>();
    private String owner;

    /** Takes a submission in; it goes out with the next {@link #takeUnsent}. */
    void add(Submission submission) {
        unanswered.put(submission.replyTo().ref(), submission);
        unsent.add(submission);
    }

    void answered(long ref) {
        unanswered.remove(ref);
    }

    /** Who gets what is sent, or {@code null} while nobody is known. */
    String owner() {
        return owner;
    }

    /** From now on everything goes to this owner, beginning with what is not answered yet. */
    void redirect(String newOwner) {
        owner = newOwner;
        unsent = new ArrayList<>(unanswered.values());
    }

    /** What is to be sent to the owner now. */
    List<Submission> takeUnsent() {
        if (owner == null || unsent.isEmpty()) {
            return List.of();
        }
        List<Submission> taken = unsent;
        unsent = new ArrayList<>();
        return taken;
    }
}
