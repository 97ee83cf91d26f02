package io.seqway.store.sequence;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.bus.Submission.MemberChange;
import io.seqway.protocol.frame.Message;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.Rosters;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sequencer without I/O: everything it says is kept, and its time passes when the test says so. */
final class SequencerFixture implements Outlet {
    private final Sequencer sequencer;
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Map<String, List<String>> shown = new HashMap<>();
    private final List<String> pendings = new ArrayList<>();
    private final Map<String, Long> lastShown = new HashMap<>();
    private final List<Entry> outbox = new ArrayList<>();
    private final InMemoryRoomStore rooms;
    static final int MAX_MEMBERS = 4;

    private long lastRef;
    private int fences;

    SequencerFixture(RoomLog log) {
        this(log, 1_000);
    }

    /** @param wallClock what time it is for this owner, in ms since 1970 */
    SequencerFixture(RoomLog log, long wallClock) {
        this(log, wallClock, new InMemoryRoomStore());
    }

    /** @param rooms those that were made */
    SequencerFixture(RoomLog log, long wallClock, InMemoryRoomStore rooms) {
        this.rooms = rooms;
        sequencer = new Sequencer(
                log,
                "t",
                () -> wallClock,
                (delayMs, task) -> timers.add(task),
                () -> true,
                this,
                new Rosters(rooms, log),
                MAX_MEMBERS,
                outbox::add);
    }

    @Override
    public void fenced() {
        fences++;
    }

    /** How many of its writes have met an entry of another owner. */
    int fences() {
        return fences;
    }

    Sequencer sequencer() {
        return sequencer;
    }

    /** Makes a room for its members, who are there when it is opened the next time. */
    void make(String room, Member... members) {
        make(room, RoomRight.MEMBERS, members);
    }

    /** As the other one, with this access. */
    void make(String room, String access, Member... members) {
        rooms.put(
                new RoomDocument(room, 1, 2, access, null, null, null, "maker", "made", 1, List.of(), null, List.of()));
        for (Member member : members) {
            rooms.apply(new LogId(room, 2), member);
        }
    }

    /** Removes a room that was made just now, before it is opened. */
    void remove(String room) {
        rooms.put(new RoomDocument(
                room, 2, 2, RoomRight.MEMBERS, null, null, null, "maker", null, 1, List.of(), "request", List.of(2)));
    }

    /** Says what a user is to be in a room: its number. */
    long member(String room, String by, String user, String role) {
        return member(room, by, user, role, false);
    }

    /** As the other one, of a backend or not. */
    long member(String room, String by, String user, String role, boolean service) {
        Submission change = memberChange(room, by, user, role, service);
        submit(change);
        return change.replyTo().ref();
    }

    Submission memberChange(String room, String by, String user, String role, boolean service) {
        Change change = new Change(0, 0, null, service, new MemberChange(user, role));
        return change(Message.KIND_MEMBER, room, by, "change" + lastRef, Message.NO_BODY, change);
    }

    /** The deletions that are to be carried out in the log. */
    List<Entry> outbox() {
        return outbox;
    }

    /** An edit or a deletion: the kind is one of {@link Message}. */
    Submission change(String kind, String room, String sender, String clientMsgId, String text, Change change) {
        return Submission.change(kind, room, new Author(sender, null, null), clientMsgId, text, change)
                .answeredTo(new ReplyTo("node", 0, ++lastRef, 0));
    }

    /** Submits an edit of whatever version: its number. */
    long edit(String room, String sender, String clientMsgId, long target, String text) {
        return edit(room, sender, clientMsgId, text, new Change(target, 0, null, false));
    }

    long edit(String room, String sender, String clientMsgId, String text, Change change) {
        Submission edit = change(Message.KIND_EDIT, room, sender, clientMsgId, '"' + text + '"', change);
        submit(edit);
        return edit.replyTo().ref();
    }

    /** Submits a deletion: its number. */
    long delete(String room, String sender, String clientMsgId, long target) {
        Submission deletion = change(
                Message.KIND_DELETE, room, sender, clientMsgId, Message.NO_BODY, new Change(target, 0, null, false));
        submit(deletion);
        return deletion.replyTo().ref();
    }

    /** What a reader is shown of a room behind a seq: {@code seq:version:body}. */
    List<String> page(String room, long after) {
        return entries(sequencer.after(room, after, 100, 65_536).result());
    }

    /** The entries of a page: {@code seq:version:body}. */
    static List<String> entries(Sequencer.Page page) {
        List<String> entries = new ArrayList<>();
        for (byte[] frame : page.frames()) {
            JsonObject json = new JsonObject(new String(frame, StandardCharsets.UTF_8));
            entries.add(json.getLong("seq") + ":" + json.getLong("version") + ":" + json.getValue("body")
                    + (json.getBoolean("deleted", false) ? ":deleted" : ""));
        }
        return entries;
    }

    /** A message of this sender that says this. */
    Submission message(String room, String sender, String clientMsgId, String text) {
        return new Submission(
                new ReplyTo("node", 0, ++lastRef, 0),
                room,
                new Author(sender, null, null),
                clientMsgId,
                "message",
                '"' + text + '"',
                0,
                null);
    }

    /** A message of this sender that has to stand behind another one. */
    Submission messageAfter(String room, String sender, String clientMsgId, String after) {
        Submission m = message(room, sender, clientMsgId, clientMsgId);
        return new Submission(
                m.replyTo(), m.room(), m.author(), m.clientMsgId(), m.kind(), m.body(), m.seqRef(), after);
    }

    /** A message of this sender that is to be shown at once. */
    Submission optimistic(String room, String sender, String clientMsgId, String text) {
        Submission m = message(room, sender, clientMsgId, text);
        return new Submission(
                m.replyTo(),
                room,
                m.author(),
                clientMsgId,
                m.kind(),
                m.body(),
                0,
                null,
                false,
                false,
                true,
                null,
                false,
                false);
    }

    /** Submits messages together. */
    void submit(Submission... messages) {
        sequencer.submit(Arrays.asList(messages));
    }

    /** Submits one message: its number, to ask for its outcome. */
    long send(String room, String sender, String clientMsgId, String text) {
        Submission message = message(room, sender, clientMsgId, text);
        submit(message);
        return message.replyTo().ref();
    }

    /** Submits one message that has to stand behind another one: its number. */
    long sendAfter(String room, String sender, String clientMsgId, String after) {
        Submission message = messageAfter(room, sender, clientMsgId, after);
        submit(message);
        return message.replyTo().ref();
    }

    Outcome outcome(long ref) {
        return outcomes.get(ref);
    }

    /** The seq that a message was stored at; fails if it was not. */
    long seq(long ref) {
        Outcome outcome = outcomes.get(ref);
        if (outcome == null || outcome.error() != null) {
            throw new AssertionError("not stored: " + outcome);
        }
        return outcome.seq();
    }

    /** The error that a message was answered with; {@code null} if it was stored. */
    String error(long ref) {
        Outcome outcome = outcomes.get(ref);
        if (outcome == null) {
            throw new AssertionError("not answered");
        }
        return outcome.error();
    }

    /** What was shown of a room, in order: {@code seq:body}. */
    List<String> shown(String room) {
        return shown.getOrDefault(room, List.of());
    }

    /** What was shown before it was stored, and ended by word, in order: {@code room:clientMsgId=body or code}. */
    List<String> pendings() {
        return pendings;
    }

    /** Lets everything happen that waits for time to pass; whether there was anything. */
    boolean passTime() {
        boolean any = !timers.isEmpty();
        for (int i = timers.size(); i > 0; i--) {
            timers.removeFirst().run();
        }
        return any;
    }

    @Override
    public void answer(Outcome outcome) {
        if (outcomes.put(outcome.replyTo().ref(), outcome) != null) {
            throw new AssertionError("answered twice: " + outcome);
        }
    }

    @Override
    public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
        long last = lastShown.getOrDefault(room, first - 1);
        if (first != last + 1) {
            throw new AssertionError("room " + room + ": shown " + first + " behind " + last);
        }
        List<String> entries = shown.computeIfAbsent(room, r -> new ArrayList<>());
        long seq = first;
        for (byte[] frame : frames) {
            JsonObject json = new JsonObject(new String(frame, StandardCharsets.UTF_8));
            if (json.getLong("seq") != seq) {
                throw new AssertionError("frame " + json + " at seq " + seq);
            }
            entries.add(seq++ + ":" + said(json));
        }
        lastShown.put(room, seq - 1);
    }

    /** What an entry says, in a word. */
    private static Object said(JsonObject json) {
        Object body = json.getValue("body");
        return body instanceof JsonObject member && json.getString("kind").equals(Message.KIND_MEMBER)
                ? member.getString("action") + ' ' + member.getString("userId") + ' ' + member.getString("role")
                : body;
    }

    @Override
    public void pending(Pending pending) {
        String what = pending.ends()
                ? pending.code()
                : new JsonObject(new String(pending.frame(), StandardCharsets.UTF_8)).getString("body");
        pendings.add(pending.room() + ':' + pending.clientMsgId() + '=' + what);
    }
}
