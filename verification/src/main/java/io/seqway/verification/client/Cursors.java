package io.seqway.verification.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.verification.history.Event.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where a client stands in its rooms: asks for what comes behind, and applies it in order. */
final class Cursors {
    /** How long a room that could not be resumed is left alone. */
    private static final long RETRY_NANOS = 500_000_000;

    private final Map<String, Room> rooms;
    private final Recorder recorder;
    private final long answerWithinNanos;

    Cursors(Map<String, Room> rooms, Recorder recorder, long answerWithinNanos) {
        this.rooms = rooms;
        this.recorder = recorder;
        this.answerWithinNanos = answerWithinNanos;
    }

    /** Says where the client stands in some rooms. */
    void resume(Collection<Room> some, Wire wire) {
        long id = wire.nextId();
        StringBuilder frame = new StringBuilder("{\"type\":\"resume\",\"presence\":false,\"id\":")
                .append(id)
                .append(",\"rooms\":{");
        String comma = "";
        for (Room room : some) {
            recorder.room(Kind.RESUMING, room, room.last, room.epoch);
            room.resumeId = id;
            room.resumedAt = System.nanoTime();
            room.resumeDue = 0;
            room.joined = true;
            frame.append(comma).append('"').append(room.name).append("\":");
            if (room.epoch.isEmpty()) {
                frame.append(room.last);
            } else {
                frame.append("{\"seq\":").append(room.last).append(",\"epoch\":\"");
                frame.append(room.epoch).append("\"}");
            }
            comma = ",";
        }
        wire.write(frame.append("}}").toString());
    }

    void missed(Frame frame, Wire wire) {
        Room room = room(frame);
        String epoch = frame.text("epoch");
        if (frame.fields().path("reset").asBoolean()) {
            room.last = frame.number("fromSeq") - 1;
            recorder.room(Kind.RESET, room, room.last, epoch);
        }
        room.epoch = epoch;
        for (Frame.Entry entry : frame.entries()) {
            recorder.message(Kind.SAW_MISSED, entry.in(room.name), entry.seq(), epoch);
            apply(room, entry.seq(), wire);
        }
    }

    void message(Frame frame, Wire wire) {
        Room room = room(frame);
        for (Frame.Entry entry : frame.entries()) {
            recorder.message(Kind.SAW, entry.in(room.name), entry.seq(), room.epoch);
            apply(room, entry.seq(), wire);
        }
    }

    private void apply(Room room, long seq, Wire wire) {
        if (seq == room.last + 1) {
            room.last = seq;
        } else if (seq > room.last + 1 && room.resumeId == 0) {
            resume(List.of(room), wire);
        }
    }

    void resumed(Frame frame) {
        frame.fields().path("rooms").properties().forEach(outcome -> {
            Room room = rooms.get(outcome.getKey());
            if (room != null && room.resumeId == frame.number("id")) {
                resumed(room, outcome.getValue());
            }
        });
    }

    private void resumed(Room room, JsonNode outcome) {
        String status = outcome.path("status").asText();
        room.resumeId = 0;
        if (outcome.hasNonNull("epoch")) {
            room.epoch = outcome.path("epoch").asText();
        } else {
            room.joined = false;
            room.resumeDue = System.nanoTime() + RETRY_NANOS;
        }
        recorder.room(Kind.RESUMED, room, outcome.path("seq").asLong(), status);
    }

    /** A {@code resume} was refused as a whole. */
    void refused(long id, long retryAfterNanos) {
        for (Room room : rooms.values()) {
            if (room.resumeId == id) {
                room.resumeId = 0;
                room.joined = false;
                room.resumeDue = System.nanoTime() + Math.max(RETRY_NANOS, retryAfterNanos);
            }
        }
    }

    /** A room turned out not to be joined. */
    void notJoined(Room room) {
        if (room.resumeId == 0 && room.resumeDue == 0) {
            room.joined = false;
            room.resumeDue = System.nanoTime() + RETRY_NANOS;
        }
    }

    /** The server says up to where it has written the rooms to this connection: less than that is a hole. */
    void pong(Frame frame, Wire wire) {
        frame.fields().path("seqs").properties().forEach(written -> {
            Room room = rooms.get(written.getKey());
            long seq = written.getValue().asLong();
            if (room != null && room.resumeId == 0 && room.last < seq) {
                recorder.room(Kind.BEHIND, room, seq, room.epoch);
                resume(List.of(room), wire);
            }
        });
    }

    /** Resumes the rooms whose time has come, or whose answer has not. */
    void tick(long now, Wire wire) {
        List<Room> due = rooms.values().stream()
                .filter(room -> room.resumeDue != 0 && now - room.resumeDue >= 0
                        || room.resumeId != 0 && now - room.resumedAt > answerWithinNanos)
                .toList();
        if (!due.isEmpty()) {
            resume(due, wire);
        }
    }

    private Room room(Frame frame) {
        Room room = rooms.get(frame.text("room"));
        if (room == null) {
            throw new IllegalStateException("an entry of the room " + frame.text("room"));
        }
        return room;
    }
}
