package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the owner of a room holds in memory of it. All of it but the waiting sends can be read again from the log. */
final class Room {
    private final LogId log;
    private final String epoch;
    private final Outlet outlet;
    private final Backlog backlog;
    private ArrayDeque<PendingSend> waiting = new ArrayDeque<>(0);
    private Map<String, PendingSend> pending = new HashMap<>();
    private final Ring ring;
    private final Showing showing;

    private long head = -1;
    private long hint;
    private long waitingBytes;
    private Future<Void> opening;
    private boolean offered;
    private boolean released;
    private boolean syncing;
    private boolean checkKeys = true;
    private int collisionsInARow;
    private long lastUsed;
    private boolean resting;

    Room(LogId log, String epoch, Outlet outlet, Backlog backlog, RingBudget rings) {
        this.log = log;
        this.epoch = epoch;
        this.outlet = outlet;
        this.backlog = backlog;
        this.ring = new Ring(rings);
        this.showing = new Showing(log.room(), outlet);
    }

    LogId log() {
        return log;
    }

    String epoch() {
        return epoch;
    }

    /** The last seq that a majority has. */
    long head() {
        return head;
    }

    Ring ring() {
        return ring;
    }

    /** Who sees what before it is stored. */
    Showing showing() {
        return showing;
    }

    boolean isOpen() {
        return head >= 0;
    }

    /** A seq near the head, as somebody says who may be wrong; 0 if nobody does. */
    long hint() {
        return hint;
    }

    void hint(long seq) {
        hint = Math.max(hint, seq);
    }

    /** While the head is being read for the first time. */
    Future<Void> opening() {
        return opening;
    }

    void opening(Future<Void> opening) {
        this.opening = opening;
    }

    /**
     * The head as the log says.
     *
     * @param time of the last entry in ms since 1970, or 0 in an empty log
     */
    void open(long seq, long time) {
        head = seq;
        ring.begin(seq, time);
    }

    /** Whether the lane knows that sends wait here. */
    boolean offered() {
        return offered;
    }

    void offered(boolean offered) {
        this.offered = offered;
    }

    /** While what somebody else wrote is being read; nothing is written meanwhile. */
    boolean syncing() {
        return syncing;
    }

    void syncing(boolean syncing) {
        this.syncing = syncing;
    }

    /** Whether the next write has to ask the log for repeats first. */
    boolean checkKeys() {
        return checkKeys || collisionsInARow >= 2;
    }

    void keysChecked() {
        checkKeys = false;
        collisionsInARow = 0;
    }

    void collided() {
        collisionsInARow++;
    }

    void somebodyElseWrote() {
        checkKeys = true;
    }

    boolean isIdle() {
        return pending.isEmpty() && opening == null && !syncing;
    }

    /** Whether some of its sends are neither waiting nor settled. */
    boolean isWriting() {
        return pending.size() > waiting.size();
    }

    long lastUsed() {
        return lastUsed;
    }

    void used(long now) {
        lastUsed = now;
        resting = false;
    }

    /** Nobody has used it for long, and it is idle: it keeps where it ends, and nothing else. */
    void rest() {
        if (!resting) {
            resting = true;
            ring.clear();
            waiting = new ArrayDeque<>(0);
            pending = new HashMap<>();
        }
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** The sends that wait, in their order. */
    Iterable<PendingSend> waiting() {
        return waiting;
    }

    PendingSend pending(String key) {
        return pending.get(key);
    }

    void add(PendingSend send) {
        waiting.addLast(send);
        pending.put(send.key(), send);
        count(send.bytes());
    }

    /** The next waiting send, or {@code null}. */
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

    private void count(int bytes) {
        waitingBytes += bytes;
        backlog.add(bytes);
    }

    /** Refuses all that waits; what is being written stays. */
    void refuseWaiting(String code, String message, long retryAfterMs) {
        for (PendingSend send = poll(); send != null; send = poll()) {
            refuseInTurn(send, code, message, retryAfterMs);
        }
    }

    /** Refuses a send behind others that were refused just before, one of which it may name. */
    void refuseInTurn(PendingSend send, String code, String message, long retryAfterMs) {
        if (send.order().isBehindRefused()) {
            refuseOutOfOrder(send);
        } else {
            refuse(send, code, message, retryAfterMs);
        }
    }

    /** The room is another owner's: nothing more of it is begun. */
    void release() {
        released = true;
        sendBackWaiting();
    }

    boolean isReleased() {
        return released;
    }

    /** Sends back all that waits, for the room's other owner; what is being written stays. */
    void sendBackWaiting() {
        for (PendingSend send = poll(); send != null; send = poll()) {
            pending.remove(send.key());
            answer(send, BusMessage.NOT_OWNER, "the room has another owner", 0);
        }
    }

    /** Makes entries known that a majority has: the next ones behind the head. */
    void append(List<Entry> entries) {
        List<byte[]> frames = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            byte[] frame = entry.toFrame(epoch);
            frames.add(frame);
            ring.add(entry, frame);
            head = entry.seq();
        }
        if (!frames.isEmpty()) {
            outlet.appended(log.room(), epoch, entries.get(0).seq(), frames);
        }
    }

    /** The sends are stored as these entries, one by one. */
    void commit(List<PendingSend> sends, List<Entry> entries) {
        append(entries);
        collisionsInARow = 0;
        for (int i = 0; i < sends.size(); i++) {
            PendingSend send = sends.get(i);
            Entry entry = entries.get(i);
            settle(send, true);
            outlet.answer(stored(send.submission().replyTo(), entry, false));
            for (ReplyTo repeat : send.repeats()) {
                outlet.answer(stored(repeat, entry, true));
            }
        }
    }

    /** The message of this send has been stored before, as this entry, which may say something else. */
    void repeated(PendingSend send, Entry stored) {
        boolean same = send.sameContent(stored);
        settle(send, same);
        showing.end(send, ErrorCode.ID_CONFLICT.text());
        answerRepeat(send.submission().replyTo(), stored, same);
        for (ReplyTo repeat : send.repeats()) {
            answerRepeat(repeat, stored, same);
        }
    }

    /** The message that this one names is not in front of it. */
    void refuseOutOfOrder(PendingSend send) {
        refuse(send, ErrorCode.OUT_OF_ORDER.text(), "the message named by after is not stored", 0);
    }

    void refuse(PendingSend send, String code, String message, long retryAfterMs) {
        settle(send, false);
        showing.end(send, code);
        answer(send, code, message, retryAfterMs);
    }

    private void answer(PendingSend send, String code, String message, long retryAfterMs) {
        refuse(send.submission().replyTo(), code, message, retryAfterMs);
        for (ReplyTo repeat : send.repeats()) {
            refuse(repeat, code, message, retryAfterMs);
        }
    }

    private void settle(PendingSend send, boolean stored) {
        pending.remove(send.key());
        send.order().settle(stored);
    }

    /** Answers a submission whose message stands in the log already, or is another one under the same name. */
    void answerRepeat(ReplyTo replyTo, Entry stored, boolean same) {
        if (same) {
            outlet.answer(stored(replyTo, stored, true));
        } else {
            refuseConflict(replyTo);
        }
    }

    void refuseConflict(ReplyTo replyTo) {
        refuse(replyTo, ErrorCode.ID_CONFLICT.text(), "this clientMsgId names another message already", 0);
    }

    void refuse(ReplyTo replyTo, String code, String message, long retryAfterMs) {
        outlet.answer(new Outcome(replyTo, log.room(), epoch, 0, 0, false, code, message, retryAfterMs));
    }

    /** The entry that a submission would become. */
    Entry entry(Submission submission, long seq, long now) {
        return new Entry(
                log,
                seq,
                submission.author(),
                submission.clientMsgId(),
                Math.max(now, ring.lastTime()),
                submission.kind(),
                submission.body(),
                submission.seqRef());
    }

    private Outcome stored(ReplyTo replyTo, Entry entry, boolean duplicate) {
        return new Outcome(replyTo, log.room(), epoch, entry.seq(), entry.time(), duplicate, null, null, 0);
    }
}
