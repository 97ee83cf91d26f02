package io.seqway.protocol.frame;

import java.util.List;
import java.util.Map;

/**
 * What a client says: one record per frame type (docs/protocol.md, "Client to server"). The {@code id} is the caller's
 * own, kept as the JSON text it came in, or {@code null}.
 */
public sealed interface ClientFrame {
    /** The caller's id of this frame, as JSON text, or {@code null}. */
    String id();

    /** The room that the frame is about, or {@code null} if it is about none or many. */
    default String room() {
        return null;
    }

    /** A token: the first one of the connection, or a renewal. */
    record Auth(String id, String token) implements ClientFrame {
        @Override
        public String toString() {
            return "Auth[id=" + id + "]"; // a token is never printed
        }
    }

    /** @param rooms the joined rooms whose last written seq the answer shall name */
    record Ping(String id, List<String> rooms) implements ClientFrame {}

    /**
     * @param from where the client stands, or {@code null}
     * @param tail how many of the last entries to replay, or 0; never together with {@code from}
     */
    record Join(String id, String room, Position from, int tail, boolean presence) implements ClientFrame {}

    /**
     * @param rooms where the client stands in each room, in the order it named them
     * @param all whether it wants every room that its user is a member of, besides
     * @param reconnection what the client says of its way back
     */
    record Resume(String id, Map<String, Position> rooms, boolean all, boolean presence, Reconnection reconnection)
            implements ClientFrame {
        public Resume(String id, Map<String, Position> rooms, boolean presence) {
            this(id, rooms, false, presence, Reconnection.NOT_SAID);
        }
    }

    record Leave(String id, String room) implements ClientFrame {}

    /**
     * @param body the JSON text of the body, as it came
     * @param replyTo the seq this message answers, or 0
     * @param after the clientMsgId of the message that must be stored or queued ahead, or {@code null}
     * @param optimistic whether it is shown to the others before it is stored
     */
    record Send(String id, String room, String body, String clientMsgId, long replyTo, String after, boolean optimistic)
            implements ClientFrame {}

    /**
     * Another body for a message.
     *
     * @param target the seq of the message
     * @param body the JSON text of the body, as it came
     * @param expectVersion the version that the message must have, or 0 for any
     * @param after as in {@link Send}
     */
    record Edit(String id, String room, long target, String body, String clientMsgId, long expectVersion, String after)
            implements ClientFrame {}

    /**
     * A message is to have no body any more.
     *
     * @param target the seq of the message
     * @param expectVersion the version that the message must have, or 0 for any
     * @param after as in {@link Send}
     */
    record Delete(String id, String room, long target, String clientMsgId, long expectVersion, String after)
            implements ClientFrame {}

    /**
     * Something for whoever is in the room now, which is not stored.
     *
     * @param name what the data is, as the client calls it
     * @param data the JSON text of the data, as it came
     * @param to the user whose connections alone shall get it, or {@code null} for all
     */
    record Signal(String id, String room, String name, String data, String to) implements ClientFrame {}

    /**
     * @param before entries below this seq, or 0
     * @param after entries above this seq, or -1
     */
    record History(String id, String room, long before, long after, int limit) implements ClientFrame {}

    /**
     * How far the caller has got a room, and has read it.
     *
     * @param delivered a seq, never less than {@code read}
     * @param read a seq, or 0
     */
    record Receipt(String id, String room, long delivered, long read) implements ClientFrame {}

    record Receipts(String id, String room) implements ClientFrame {}

    /** @param cursor what the page before has named, or {@code null} for the first one */
    record Rooms(String id, String cursor, int limit) implements ClientFrame {}

    /**
     * Asks who is online in a room: some users by name, or all, which may take several pages.
     *
     * @param users those to be told of, whether online or not; empty for all who are online
     * @param cursor where the page before has ended, or {@code null} for the first one
     * @param limit users of a page, or 0 to have the server choose
     */
    record Presence(String id, String room, List<String> users, String cursor, int limit) implements ClientFrame {}

    /** @param typing whether the user has begun, or goes on, or has ended */
    record Typing(String id, String room, boolean typing) implements ClientFrame {}

    /** How the user of the connection is, in all its rooms. */
    record Status(String id, UserStatus status) implements ClientFrame {}

    /**
     * A part of a stream, numbered by the client.
     *
     * @param seq from 0 to {@link io.seqway.protocol.Limits#MAX_CHUNK_SEQ}
     * @param payload must not change
     * @param contentType the media type of the stream, or {@code null}
     * @param meta JSON text, or {@code null}
     * @param last whether the stream ends with this chunk
     */
    record Chunk(String id, String stream, int seq, byte[] payload, String contentType, String meta, boolean last)
            implements ClientFrame {}

    /** @param upTo the last seq to look at, or -1 for all that is known to belong to the stream */
    record Missing(String id, String stream, int upTo) implements ClientFrame {}
}
