package io.seqway.protocol.frame;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.core.JsonGenerator;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The frames that are not entries: replies, and what the server says unasked (docs/protocol.md). */
public final class ServerFrames {
    /** How often a client should ping, in ms; more often where it would be closed as idle before it had pinged twice. */
    public static final long HEARTBEAT_INTERVAL_MS = 30_000;

    /** How long a client waits for the pong, in ms. */
    public static final long HEARTBEAT_TIMEOUT_MS = 10_000;

    /**
     * How joining one room ended.
     *
     * @param status {@code live}, {@code recovered}, {@code reset}, {@code removed} or {@code error}
     * @param seq the point up to which the connection was sent
     * @param missed how many entries {@code missed} frames carried
     * @param from where a {@code reset} room begins, or 0
     * @param error why it failed, or {@code null}
     */
    public record Joined(String status, long seq, String epoch, long missed, long from, Refusal error) {
        /** The outcome of a room that could not be joined. */
        public static Joined failed(Refusal error) {
            return new Joined("error", 0, null, 0, 0, error);
        }

        /** The outcome of a room that the caller is not, or no longer, a member of. */
        public static Joined removed() {
            return new Joined("removed", 0, null, 0, 0, null);
        }

        private void write(JsonGenerator g) throws IOException {
            g.writeStringField("status", status);
            if (epoch == null && error == null) {
                return;
            }
            if (error != null) {
                g.writeStringField("code", error.code().text());
                g.writeStringField("message", error.getMessage());
                return;
            }
            g.writeNumberField("seq", seq);
            g.writeStringField("epoch", epoch);
            g.writeNumberField("missed", missed);
            if (from > 0) {
                g.writeNumberField("from", from);
            }
        }
    }

    private ServerFrames() {}

    /** @param userId {@code null} until the connection is authenticated */
    public static byte[] welcome(String sessionId, String userId, String node, Limits limits, long now) {
        return FrameWriter.frame("welcome")
                .put("sessionId", sessionId)
                .putNullable("userId", userId)
                .put("node", node)
                .part(g -> {
                    g.writeObjectFieldStart("heartbeat");
                    g.writeNumberField(
                            "intervalMs", Math.min(HEARTBEAT_INTERVAL_MS, SECONDS.toMillis(limits.idleSeconds()) / 2));
                    g.writeNumberField("timeoutMs", HEARTBEAT_TIMEOUT_MS);
                    g.writeEndObject();
                    g.writeObjectFieldStart("limits");
                    g.writeNumberField("maxFrameBytes", limits.maxFrameBytes());
                    g.writeNumberField("maxBodyBytes", limits.maxBodyBytes());
                    g.writeNumberField("maxDepth", limits.maxDepth());
                    g.writeNumberField("maxRoomsPerConnection", limits.maxRoomsPerConnection());
                    g.writeNumberField("maxRoomsPerResume", limits.maxRoomsPerResume());
                    g.writeNumberField("sendsPerSecond", limits.sendsPerSecond());
                    g.writeNumberField("sendBurst", limits.sendBurst());
                    g.writeNumberField("idleSeconds", limits.idleSeconds());
                    g.writeNumberField("maxChunkBytes", limits.maxChunkBytes());
                    g.writeNumberField("chunkBytesPerSecond", limits.chunkBytesPerSecond());
                    g.writeEndObject();
                })
                .put("time", now)
                .toBytes();
    }

    public static byte[] authenticated(String id, String userId, long expiresAt) {
        return FrameWriter.reply("authenticated", id)
                .put("userId", userId)
                .put("expiresAt", expiresAt)
                .toBytes();
    }

    /** @param seqs the last seq written to this socket, by room; {@code null} if none was asked for */
    public static byte[] pong(String id, long now, Map<String, Long> seqs) {
        FrameWriter frame = FrameWriter.reply("pong", id).put("time", now);
        return (seqs == null ? frame : frame.numbers("seqs", seqs)).toBytes();
    }

    public static byte[] joined(String id, String room, Joined outcome) {
        return FrameWriter.reply("joined", id)
                .put("room", room)
                .part(outcome::write)
                .toBytes();
    }

    public static byte[] resumed(String id, Map<String, Joined> rooms) {
        return FrameWriter.reply("resumed", id)
                .part(g -> {
                    g.writeObjectFieldStart("rooms");
                    for (var room : rooms.entrySet()) {
                        g.writeObjectFieldStart(room.getKey());
                        room.getValue().write(g);
                        g.writeEndObject();
                    }
                    g.writeEndObject();
                })
                .toBytes();
    }

    /** @param messages {@code message} frames in rising seq, from {@code fromSeq} on */
    public static byte[] missed(
            String room, String epoch, long fromSeq, List<byte[]> messages, boolean more, boolean reset) {
        FrameWriter frame = FrameWriter.frame("missed")
                .put("room", room)
                .put("epoch", epoch)
                .put("fromSeq", fromSeq)
                .put("toSeq", fromSeq + messages.size() - 1)
                .put("more", more);
        if (reset) {
            frame.put("reset", true);
        }
        return frame.array("messages", messages).toBytes();
    }

    /**
     * The user is a member of a room now.
     *
     * @param seq that of the entry that says so
     */
    public static byte[] added(String room, String role, long seq, String epoch) {
        return FrameWriter.frame("added")
                .put("room", room)
                .put("role", role)
                .put("seq", seq)
                .put("epoch", epoch)
                .toBytes();
    }

    public static byte[] removed(String room, String reason) {
        return FrameWriter.frame("removed")
                .put("room", room)
                .put("reason", reason)
                .toBytes();
    }

    public static byte[] left(String id, String room) {
        return FrameWriter.reply("left", id).put("room", room).toBytes();
    }

    /** @param stored an outcome without error */
    public static byte[] ack(String id, String clientMsgId, Outcome stored) {
        FrameWriter frame = FrameWriter.reply("ack", id)
                .put("room", stored.room())
                .put("seq", stored.seq())
                .put("messageId", Message.messageId(stored.room(), stored.epoch(), stored.seq()))
                .put("clientMsgId", clientMsgId)
                .put("time", stored.time())
                .put("duplicate", stored.duplicate());
        if (stored.target() > 0) {
            frame.put("target", stored.target()).put("version", stored.version());
        }
        return frame.toBytes();
    }

    /**
     * An optimistic message before it is stored.
     *
     * @param senderName what to show for the sender, or {@code null}
     * @param body JSON text
     * @param time when the owner of the room took it in, in ms since 1970
     */
    public static byte[] pending(
            String room, String sender, String senderName, String clientMsgId, String body, long time) {
        return FrameWriter.frame("pending")
                .put("room", room)
                .put("sender", sender)
                .put("senderName", senderName)
                .put("clientMsgId", clientMsgId)
                .put("time", time)
                .json("body", body)
                .toBytes();
    }

    /** @param code {@code timeout}: the message may still come; any other: it will not */
    public static byte[] failed(String room, String sender, String clientMsgId, String code) {
        return FrameWriter.frame("failed")
                .put("room", room)
                .put("sender", sender)
                .put("clientMsgId", clientMsgId)
                .put("code", code)
                .toBytes();
    }

    /** @param data JSON text */
    public static byte[] signal(String room, String userId, String name, String data) {
        return FrameWriter.frame("signal")
                .put("room", room)
                .put("userId", userId)
                .put("name", name)
                .json("data", data)
                .toBytes();
    }

    public static byte[] typing(String room, String userId, boolean typing) {
        return FrameWriter.frame("typing")
                .put("room", room)
                .put("userId", userId)
                .put("typing", typing)
                .toBytes();
    }

    public static byte[] status(String id, UserStatus status) {
        return FrameWriter.reply("status", id)
                .put("status", status.status())
                .put("text", status.text())
                .toBytes();
    }

    public static byte[] history(String id, String room, List<byte[]> messages, boolean more) {
        return FrameWriter.reply("history", id)
                .put("room", room)
                .array("messages", messages)
                .put("more", more)
                .toBytes();
    }

    /** Another user has got a room, and has read it, up to these seqs. */
    public static byte[] receipt(String room, Cursor cursor) {
        return FrameWriter.frame("receipt")
                .put("room", room)
                .part(cursor::write)
                .toBytes();
    }

    /** @param more whether there are users who have read less than all of these */
    public static byte[] receipts(String id, String room, List<Cursor> cursors, boolean more) {
        return FrameWriter.reply("receipts", id)
                .put("room", room)
                .part(Cursor.array(cursors))
                .put("more", more)
                .toBytes();
    }

    /** @param cursor names the next page, or is {@code null} */
    public static byte[] rooms(String id, List<Standing> rooms, String cursor) {
        return FrameWriter.reply("rooms", id)
                .part(Standing.array(rooms))
                .put("cursor", cursor)
                .toBytes();
    }

    /** @param state {@code begin} or {@code end} */
    public static byte[] lagging(List<String> rooms, String state) {
        return FrameWriter.frame("lagging")
                .part(g -> {
                    g.writeArrayFieldStart("rooms");
                    for (String room : rooms) {
                        g.writeString(room);
                    }
                    g.writeEndArray();
                })
                .put("state", state)
                .toBytes();
    }

    public static byte[] tokenExpiring(long expiresAt) {
        return FrameWriter.frame("token-expiring").put("expiresAt", expiresAt).toBytes();
    }

    /** This connection is about to be closed, for a newer one of its user. */
    public static byte[] duplicateConnection(String policy, String reason) {
        return FrameWriter.frame("duplicate-connection")
                .put("policy", policy)
                .put("reason", reason)
                .toBytes();
    }

    public static byte[] serverShutdown(long reconnectInMs, String reason) {
        return FrameWriter.frame("server-shutdown")
                .put("reconnectInMs", reconnectInMs)
                .put("reason", reason)
                .toBytes();
    }

    /** @param room the room that the refused frame was about, or {@code null} */
    public static byte[] error(String id, Refusal refusal, String room, String clientMsgId) {
        return beginError(id, refusal)
                .put("room", room)
                .put("clientMsgId", clientMsgId)
                .put("limit", refusal.limit())
                .toBytes();
    }

    /** Begins an error: what is the same whatever it is about. */
    static FrameWriter beginError(String id, Refusal refusal) {
        FrameWriter frame = FrameWriter.reply("error", id)
                .put("code", refusal.code().text())
                .put("message", refusal.getMessage())
                .put("retryable", refusal.code().retryable());
        if (refusal.retryAfterMs() > 0) {
            frame.put("retryAfterMs", refusal.retryAfterMs());
        }
        return refusal.version() > 0 ? frame.put("version", refusal.version()) : frame;
    }
}
