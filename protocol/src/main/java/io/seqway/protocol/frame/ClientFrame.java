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

    /** @param rooms where the client stands in each room, in the order it named them */
    record Resume(String id, Map<String, Position> rooms, boolean presence) implements ClientFrame {}

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

    record Presence(String id, String room) implements ClientFrame {}
}
