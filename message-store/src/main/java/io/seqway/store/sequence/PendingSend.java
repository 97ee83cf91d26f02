package io.seqway.store.sequence;

import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.store.log.Entry;
import java.util.ArrayList;
import java.util.List;

/** A message on its way into the log, and everybody who waits for the same message. */
final class PendingSend {
    /** What an entry takes besides its body, roughly, in bytes. */
    private static final int OVERHEAD = 300;

    private final Submission submission;
    private final String key;
    private final List<ReplyTo> repeats = new ArrayList<>(0);
    private final Order order;
    private final long receivedNanos = System.nanoTime();
    private boolean shown;

    PendingSend(Submission submission, String key) {
        this.submission = submission;
        this.key = key;
        this.order = new Order(submission.again(), submission.change() != null);
    }

    Submission submission() {
        return submission;
    }

    String key() {
        return key;
    }

    /** When it came in, by {@link System#nanoTime()}: for those who count. */
    long receivedNanos() {
        return receivedNanos;
    }

    /** What has to be in front of it in the log, and what must not be behind it. */
    Order order() {
        return order;
    }

    /** Whether others see it already. */
    boolean isShown() {
        return shown;
    }

    void isShown(boolean now) {
        shown = now;
    }

    /** Whether the other message came through the same pipe, to the same room, from the same sender, and both in an order. */
    boolean isOfSameSource(Submission other) {
        return !submission.unordered()
                && !other.unordered()
                && submission.room().equals(other.room())
                && submission.author().id().equals(other.author().id())
                && submission.replyTo().hub() == other.replyTo().hub()
                && submission.replyTo().node().equals(other.replyTo().node());
    }

    /** Roughly how much memory and bulk it takes. */
    int bytes() {
        return submission.body().length() + OVERHEAD;
    }

    /** Repeats of the message that came while it was under way. */
    List<ReplyTo> repeats() {
        return repeats;
    }

    boolean sameContent(Submission other) {
        return submission.kind().equals(other.kind())
                && submission.body().equals(other.body())
                && submission.seqRef() == other.seqRef()
                && submission.target() == other.target();
    }

    boolean sameContent(Entry stored) {
        // What a change of a member says is decided when it is stored, and its name is given to nothing else.
        String body = stored.isMember() ? stored.body() : submission.body();
        return stored.saysTheSame(submission.kind(), body, submission.seqRef(), submission.target());
    }
}
