package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage.RoomState;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.store.log.Entry;
import io.seqway.store.log.ExtentSearch.Extent;
import io.seqway.store.log.LogId;
import io.seqway.store.log.MessageCount;
import io.seqway.store.log.Shown;
import io.seqway.store.member.Roster;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the owner of a room holds in memory of it. All of it but the waiting sends can be read again from the log. */
final class Room {
    private static final String ANOTHER_OWNER = "the room has another owner";
    private static final String DAMAGED = "an entry of this room cannot be read until the operators mend it";
    private static final long RETRY_DAMAGED_MS = 5_000;
    private static final String NOT_BEHIND = "the message named by after is not stored";

    private final String name;
    private final EpochNames epochs;
    private final Outlet outlet;
    private final Answers answers;
    private final SendQueue queue;
    private final Ring ring;
    private final Showing showing;
    private final Changes changes = new Changes();
    private final Consumer<Entry> outbox;

    private LogId log;
    private String epoch;
    private Roster roster;
    private long head = -1;
    private long floor;
    private MessageCount count = MessageCount.NONE;
    private long hint;
    private Future<Void> opening;
    private boolean offered;
    private boolean hurried;
    private boolean ending;
    private boolean released;
    private boolean syncing;
    private boolean checkKeys = true;
    private int collisionsInARow;
    private long lastUsed;
    private boolean resting;

    /** @param outbox gets each entry that demands more than to be stored */
    Room(String name, EpochNames epochs, Outlet outlet, Backlog backlog, RingBudget rings, Consumer<Entry> outbox) {
        this.name = name;
        this.epochs = epochs;
        incarnation(Epochs.UNMADE);
        this.outlet = outlet;
        this.answers = new Answers(this, outlet);
        this.queue = new SendQueue(backlog);
        this.ring = new Ring(rings);
        this.showing = new Showing(name, outlet);
        this.outbox = outbox;
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

    /** Entries up to this seq are gone. */
    long floor() {
        return floor;
    }

    /** Entries up to this seq are gone, or about to be. */
    void raiseFloor(long seq) {
        floor = Math.max(floor, seq);
        ring.forget(floor);
    }

    /**
     * If the floor is above the head, what is between was of another owner, and is gone: it goes on behind that.
     *
     * @param members who is there then
     */
    void skipTo(long seq, Roster members) {
        roster = members;
        if (seq > head) {
            head = seq;
            ring.empty();
            ring.begin(seq, ring.lastTime());
        }
        raiseFloor(seq);
    }

    /** What is to be stored in it. */
    SendQueue queue() {
        return queue;
    }

    Ring ring() {
        return ring;
    }

    /** What those hear who have sent something. */
    Answers answers() {
        return answers;
    }

    /** Who sees what before it is stored. */
    Showing showing() {
        return showing;
    }

    /** For those who read entries of it. */
    Changes changes() {
        return changes;
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

    /** Which log is the room's is known; until then nothing of it is. */
    void incarnation(int number) {
        log = new LogId(name, number);
        epoch = epochs.of(number);
    }

    /** Where the log says that it begins and ends, and who may be there. */
    void open(Extent found, Roster members) {
        roster = members;
        head = found.head().seq();
        count = found.head().count() == null
                ? MessageCount.beginningBehind(head)
                : found.head().count();
        ring.begin(head, found.head().time());
        raiseFloor(found.floor());
    }

    /** How many messages there are up to the head. */
    MessageCount count() {
        return count;
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

    /** A write of it has met an entry of another owner. */
    void fenced() {
        outlet.fenced();
    }

    /** Who may be there, once it is open. */
    Roster roster() {
        return roster;
    }

    /** Whether somebody waits for it to be opened. */
    boolean hurried() {
        return hurried;
    }

    void hurry() {
        hurried = true;
    }

    /** It is about to be another room, or none: no write of it is begun. */
    void end(boolean now) {
        ending = now;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isIdle() {
        return queue.isEmpty() && opening == null && !syncing;
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
            queue.rest();
        }
    }

    /** Refuses all that waits; what is being written stays. */
    void refuseWaiting(String code, String message, long retryAfterMs) {
        for (PendingSend send = queue.poll(); send != null; send = queue.poll()) {
            refuseInTurn(send, code, message, retryAfterMs);
        }
        refuseEarly(code, message, retryAfterMs);
    }

    /** In their turn, too: what names one of them by {@code after} is out of order. */
    private void refuseEarly(String code, String message, long retryAfterMs) {
        Set<String> refused = new HashSet<>();
        for (Submission submission : queue.takeEarly()) {
            String sender = submission.author().id();
            String behind = submission.predecessor() == null ? null : log.key(sender, submission.predecessor());
            refused.add(log.key(sender, submission.clientMsgId()));
            if (refused.contains(behind)) {
                answers.refuse(submission.replyTo(), ErrorCode.OUT_OF_ORDER.text(), NOT_BEHIND, 0);
            } else {
                answers.refuse(submission.replyTo(), code, message, retryAfterMs);
            }
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
        for (PendingSend send = queue.poll(); send != null; send = queue.poll()) {
            queue.settled(send);
            answers.refuse(send, BusMessage.NOT_OWNER, ANOTHER_OWNER, 0);
        }
        queue.takeEarly()
                .forEach(submission -> answers.refuse(submission.replyTo(), BusMessage.NOT_OWNER, ANOTHER_OWNER, 0));
    }

    /** Makes entries known that a majority has: the next ones behind the head. */
    void append(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<byte[]> frames = new ArrayList<>(entries.size());
        List<Entry> changing = entries.stream().filter(Entry::isChange).toList();
        for (Entry entry : entries) {
            Shown shown = Shown.of(entry);
            for (Entry change : changing) {
                shown = shown.with(change);
            }
            byte[] frame = shown.toFrame(epoch);
            frames.add(frame);
            ring.add(shown, frame);
            head = entry.seq();
            count = entry.countHere();
            if (entry.isMember() && roster.isMade()) {
                roster.apply(entry);
            }
        }
        long stale = 0;
        for (Entry change : changing) {
            ring.change(change, epoch);
            changes.add(change);
            stale = Math.max(stale, change.isDeletion() ? change.seq() : change.target());
        }
        outlet.appended(
                log.room(),
                epoch,
                entries.get(0).seq(),
                frames,
                Math.min(stale, entries.get(0).seq() - 1));
        outlet.stored(entries);
        entries.stream().filter(Entry::isDemanding).forEach(outbox);
    }

    /** The sends are stored as these entries, one by one. */
    void commit(List<PendingSend> sends, List<Entry> entries) {
        append(entries);
        collisionsInARow = 0;
        for (int i = 0; i < sends.size(); i++) {
            PendingSend send = sends.get(i);
            Entry entry = entries.get(i);
            settle(send, true);
            outlet.stored(send.receivedNanos());
            answers.stored(send, entry);
        }
    }

    /** The message of this send has been stored before, as this entry, which may say something else. */
    void repeated(PendingSend send, Entry stored) {
        boolean same = send.sameContent(stored);
        settle(send, same);
        showing.end(send, ErrorCode.ID_CONFLICT.text());
        answers.repeated(send, stored, same);
    }

    /** All is as it demands, by the entry with this seq. */
    void answerDone(PendingSend send, long seq) {
        settle(send, true);
        answers.done(send, seq);
    }

    /** The message that this one names is not in front of it. */
    void refuseOutOfOrder(PendingSend send) {
        refuse(send, ErrorCode.OUT_OF_ORDER.text(), NOT_BEHIND, 0);
    }

    void refuse(PendingSend send, String code, String message, long retryAfterMs) {
        settle(send, false);
        showing.end(send, code);
        answers.refuse(send, code, message, retryAfterMs);
    }

    /** An entry that is needed is damaged: refuses all that waits. What comes next tries again. */
    void refuseDamaged() {
        refuseWaiting(ErrorCode.UNAVAILABLE.text(), DAMAGED, RETRY_DAMAGED_MS);
    }

    /**
     * An entry is damaged that is needed to store this send.
     *
     * @param open whether it may be stored, by that very entry or behind it: then its sender is to ask again
     */
    void refuseDamaged(PendingSend send, boolean open) {
        if (!open) {
            refuseInTurn(send, ErrorCode.UNAVAILABLE.text(), DAMAGED, RETRY_DAMAGED_MS);
            return;
        }
        queue.settled(send);
        send.order().leaveOpen();
        showing.end(send, ErrorCode.TIMEOUT.text());
        answers.refuse(send, ErrorCode.TIMEOUT.text(), DAMAGED, RETRY_DAMAGED_MS);
    }

    /** What the log holds does not allow it. */
    void refuse(PendingSend send, Verdict.Refused verdict) {
        settle(send, false);
        showing.end(send, verdict.code().text());
        answers.refuse(send, verdict);
    }

    private void settle(PendingSend send, boolean stored) {
        queue.settled(send);
        send.order().settle(stored);
    }

    /**
     * The entry that a submission would become.
     *
     * @param decided how
     */
    Entry entry(Submission submission, long seq, Verdict.Next decided, long now) {
        return new Entry(
                log,
                seq,
                submission.author(),
                submission.clientMsgId(),
                Math.max(now, ring.lastTime()),
                submission.kind(),
                decided.body() == null ? submission.body() : decided.body(),
                submission.seqRef(),
                submission.target(),
                decided.version(),
                false);
    }

    /** What is known of it. */
    RoomState state(List<String> watchers) {
        long ringFirst = ring.size() == 0 ? 0 : ring.first();
        return new RoomState(
                epoch, floor, head, ringFirst, ring.size(), ring.bytes(), queue.size(), queue.bytes(), watchers);
    }
}
