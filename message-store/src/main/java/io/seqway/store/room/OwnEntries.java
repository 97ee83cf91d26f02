package io.seqway.store.room;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.store.log.Entry;
import io.seqway.store.sequence.Outlet;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stands between the sequencer and the deliveries, to hear what becomes of the entries that the owner of a room writes itself. */
public final class OwnEntries implements Outlet {
    /** No hub of a gateway node has this number. */
    private static final int HUB = -2;

    /** Somebody else owns the room. */
    static final class NotOwnerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOwnerException() {
            super("the room has another owner", null, false, false);
        }
    }

    private final Outlet others;
    private final Map<Long, Promise<Void>> waiting = new HashMap<>();
    private long lastRef;

    /** @param others gets all that is not about these entries */
    public OwnEntries(Outlet others) {
        this.others = others;
    }

    /** An entry that is about to be submitted, and says here what becomes of it. */
    Submission begin(Submission entry, Promise<Void> outcome) {
        long ref = ++lastRef;
        waiting.put(ref, outcome);
        return entry.answeredTo(new ReplyTo("", HUB, ref, 0));
    }

    @Override
    public void answer(Outcome outcome) {
        if (outcome.replyTo().hub() != HUB) {
            others.answer(outcome);
            return;
        }
        Promise<Void> own = waiting.remove(outcome.replyTo().ref());
        if (own == null) {
            return;
        }
        if (outcome.error() == null) {
            own.complete();
        } else if (outcome.error().equals(BusMessage.NOT_OWNER)) {
            own.fail(new NotOwnerException());
        } else {
            own.fail(new Refusal(ErrorCode.UNAVAILABLE, outcome.message(), null, outcome.retryAfterMs()));
        }
    }

    /** Whether this is why it is not done: the owner is to be asked. */
    public static boolean isOthers(Throwable cause) {
        return cause instanceof NotOwnerException;
    }

    @Override
    public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
        others.appended(room, epoch, first, frames, stale);
    }

    @Override
    public void pending(Pending pending) {
        others.pending(pending);
    }

    @Override
    public void stored(List<Entry> entries) {
        others.stored(entries);
    }

    @Override
    public void stored(long receivedNanos) {
        others.stored(receivedNanos);
    }

    @Override
    public void fenced() {
        others.fenced();
    }
}
