package io.seqway.store.sequence;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.store.log.RoomLog;
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
    private long lastRef;

    SequencerFixture(RoomLog log) {
        this(log, 1_000);
    }

    /** @param wallClock what time it is for this owner, in ms since 1970 */
    SequencerFixture(RoomLog log, long wallClock) {
        sequencer = new Sequencer(log, "t", () -> wallClock, (delayMs, task) -> timers.add(task), () -> true, this);
    }

    Sequencer sequencer() {
        return sequencer;
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
                m.replyTo(), room, m.author(), clientMsgId, m.kind(), m.body(), 0, null, false, false, true);
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
    public void appended(String room, String epoch, long first, List<byte[]> frames) {
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
            entries.add(seq++ + ":" + json.getString("body"));
        }
        lastShown.put(room, seq - 1);
    }

    @Override
    public void pending(Pending pending) {
        String what = pending.ends()
                ? pending.code()
                : new JsonObject(new String(pending.frame(), StandardCharsets.UTF_8)).getString("body");
        pendings.add(pending.room() + ':' + pending.clientMsgId() + '=' + what);
    }
}
