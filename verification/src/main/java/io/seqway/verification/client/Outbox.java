package io.seqway.verification.client;

import io.seqway.verification.history.ClientHistory;
import io.seqway.verification.history.Event.Kind;
import io.seqway.verification.history.Message;
import java.util.HashMap;
import java.util.Map;

/** What a client says: each send is kept, and sent again as it was, until there is a final answer. */
final class Outbox {
    /** Beyond so many in a room that wait for an answer, nothing more is said there. */
    private static final int PATIENCE = 50;

    private static final long FIRST_RETRY_NANOS = 100_000_000;
    private static final long LAST_RETRY_NANOS = 1_600_000_000;

    private final Map<String, Room> rooms;
    private final Recorder recorder;
    private final String user;
    private final boolean chained;
    private final long answerWithinNanos;
    private final Map<String, Message> messages = new HashMap<>();

    /**
     * @param chained whether each send names the one before it in {@code after}
     */
    Outbox(Map<String, Room> rooms, ClientHistory history, boolean chained, long answerWithinNanos) {
        this.rooms = rooms;
        this.recorder = new Recorder(history);
        this.user = history.client();
        this.chained = chained;
        this.answerWithinNanos = answerWithinNanos;
    }

    /** Says something: at once if the room is joined, else when it is. */
    void say(Room room, String body, Wire wire) {
        if (room.outgoing.size() >= PATIENCE) {
            return;
        }
        String id = user + "-" + (messages.size() + 1);
        Message message = new Message(room.name, user, id, Message.hash(body));
        Outgoing one = new Outgoing(message, body, chained ? room.lastSaid : "");
        messages.put(id, message);
        room.lastSaid = id;
        room.outgoing.add(one);
        if (room.joined && !room.held) {
            send(one, wire);
        }
    }

    /** Sends what has no answer, in the order in which it was said. */
    private void flush(Room room, Wire wire) {
        room.outgoing.stream().filter(one -> !one.inFlight()).forEach(one -> send(one, wire));
    }

    private void send(Outgoing one, Wire wire) {
        one.frameId = wire.nextId();
        one.sentAt = System.nanoTime();
        Message message = one.message;
        recorder.message(Kind.SENT, message, 0, one.after);
        wire.write("{\"type\":\"send\",\"id\":" + one.frameId + ",\"room\":\"" + message.room()
                + "\",\"clientMsgId\":\""
                + message.clientMsgId() + "\"," + (one.after.isEmpty() ? "" : "\"after\":\"" + one.after + "\",")
                + "\"body\":" + one.body + "}");
    }

    void acked(Frame frame) {
        Room room = rooms.get(frame.text("room"));
        Message message = messages.get(frame.text("clientMsgId"));
        recorder.message(
                Kind.ACKED,
                message,
                frame.number("seq"),
                frame.fields().path("duplicate").asBoolean() ? "duplicate" : "");
        room.outgoing.removeIf(one -> one.message.equals(message));
        room.refusals = 0;
    }

    /**
     * An error answers a frame.
     *
     * @return the room, if that frame was a send that still waits; else {@code null}
     */
    Room refused(Frame frame) {
        Room room = rooms.get(frame.text("room"));
        long id = frame.number("id");
        if (room == null || id == 0) {
            return null;
        }
        for (Outgoing one : room.outgoing) {
            if (one.frameId == id) {
                refused(room, one, frame);
                return room;
            }
        }
        return null;
    }

    private void refused(Room room, Outgoing one, Frame frame) {
        String code = frame.text("code");
        boolean again = frame.fields().path("retryable").asBoolean() || code.equals("not-joined");
        recorder.message(Kind.REFUSED, one.message, again ? 1 : 0, code);
        one.frameId = 0;
        if (again) {
            hold(room, frame.number("retryAfterMs") * 1_000_000);
        } else {
            room.outgoing.remove(one);
            String refused = one.message.clientMsgId();
            room.outgoing.stream().filter(next -> next.after.equals(refused)).forEach(next -> next.after = one.after);
            room.lastSaid = room.lastSaid.equals(refused) ? one.after : room.lastSaid;
        }
    }

    private static void hold(Room room, long nanos) {
        room.held = true;
        long wait = Math.min(LAST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(room.refusals++, 10));
        room.heldUntil = System.nanoTime() + Math.max(wait, nanos);
    }

    /** Sends again what is due, and gives up waiting for answers that do not come. */
    void tick(long now, Wire wire) {
        for (Room room : rooms.values()) {
            for (Outgoing one : room.outgoing) {
                if (one.inFlight() && now - one.sentAt > answerWithinNanos) {
                    one.frameId = 0;
                    hold(room, 0);
                }
            }
            if (room.held && now - room.heldUntil >= 0 && !room.anyInFlight()) {
                room.held = false;
            }
            if (room.joined && !room.held) {
                flush(room, wire);
            }
        }
    }
}
