package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.store.log.Entry;

/** What those hear who have sent something to a room, each one who has sent the same. */
final class Answers {
    private final Room room;
    private final Outlet outlet;

    Answers(Room room, Outlet outlet) {
        this.room = room;
        this.outlet = outlet;
    }

    /** The send is stored as this entry. */
    void stored(PendingSend send, Entry entry) {
        outlet.answer(stored(send.submission().replyTo(), entry, false));
        for (ReplyTo repeat : send.repeats()) {
            outlet.answer(stored(repeat, entry, true));
        }
    }

    /** The message of this send has been stored before, as this entry, or is another one under the same name. */
    void repeated(PendingSend send, Entry stored, boolean same) {
        repeated(send.submission().replyTo(), stored, same);
        for (ReplyTo repeat : send.repeats()) {
            repeated(repeat, stored, same);
        }
    }

    /** As the other one, about a submission that has not become a send. */
    void repeated(ReplyTo replyTo, Entry stored, boolean same) {
        if (same) {
            outlet.answer(stored(replyTo, stored, true));
        } else {
            conflict(replyTo);
        }
    }

    /** The name is that of another message. */
    void conflict(ReplyTo replyTo) {
        refuse(replyTo, ErrorCode.ID_CONFLICT.text(), "this clientMsgId names another message already", 0);
    }

    /** All is as the send demands, by the entry with this seq. */
    void done(PendingSend send, long seq) {
        done(send.submission().replyTo(), seq);
        send.repeats().forEach(repeat -> done(repeat, seq));
    }

    private void done(ReplyTo replyTo, long seq) {
        outlet.answer(new Outcome(
                replyTo, room.log().room(), room.epoch(), seq, room.ring().lastTime(), true, null, null, 0));
    }

    /** What the log holds does not allow it. */
    void refuse(PendingSend send, Verdict.Refused verdict) {
        refuse(send.submission().replyTo(), verdict);
        for (ReplyTo repeat : send.repeats()) {
            refuse(repeat, verdict);
        }
    }

    private void refuse(ReplyTo replyTo, Verdict.Refused verdict) {
        outlet.answer(new Outcome(
                replyTo,
                room.log().room(),
                room.epoch(),
                0,
                0,
                false,
                verdict.code().text(),
                verdict.message(),
                0,
                0,
                verdict.version(),
                verdict.limit()));
    }

    void refuse(PendingSend send, String code, String message, long retryAfterMs) {
        refuse(send.submission().replyTo(), code, message, retryAfterMs);
        for (ReplyTo repeat : send.repeats()) {
            refuse(repeat, code, message, retryAfterMs);
        }
    }

    void refuse(ReplyTo replyTo, String code, String message, long retryAfterMs) {
        outlet.answer(new Outcome(replyTo, room.log().room(), room.epoch(), 0, 0, false, code, message, retryAfterMs));
    }

    private Outcome stored(ReplyTo replyTo, Entry entry, boolean duplicate) {
        return new Outcome(
                replyTo,
                room.log().room(),
                room.epoch(),
                entry.seq(),
                entry.time(),
                duplicate,
                null,
                null,
                0,
                entry.target(),
                entry.target() > 0 ? entry.version() : 0);
    }
}
