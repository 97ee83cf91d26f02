package io.seqway.protocol.frame;

/**
 * One entry of a room as clients see it (docs/protocol.md, "message").
 *
 * @param epoch names the incarnation of the room's log
 * @param seq from 1, without holes
 * @param senderName what to show for the sender, or {@code null}
 * @param senderPicture the address of a picture of the sender, or {@code null}
 * @param time when it was numbered, in ms since 1970
 * @param kind {@link #KIND_MESSAGE} or another one of those here
 * @param body the JSON text of the body, as it came in; {@code null} as JSON text where there is none
 * @param replyTo the seq it answers, or 0
 * @param target the seq of the message that an edit or a deletion is about, or 0
 * @param version of a message the one that is shown, from 1; of an edit or a deletion the one that its target has by it
 * @param deleted whether its body was taken away
 */
public record Message(
        String room,
        String epoch,
        long seq,
        String sender,
        String senderName,
        String senderPicture,
        String clientMsgId,
        long time,
        String kind,
        String body,
        long replyTo,
        long target,
        long version,
        boolean deleted) {

    /** What {@code send} writes. */
    public static final String KIND_MESSAGE = "message";

    /** What {@code edit} writes. */
    public static final String KIND_EDIT = "edit";

    /** What {@code delete} writes. */
    public static final String KIND_DELETE = "delete";

    /** What a change of the members of the room writes: {@link Membership}. */
    public static final String KIND_MEMBER = "member";

    /** The body of an entry that has none. */
    public static final String NO_BODY = "null";

    /** A message as it was sent. */
    public Message(
            String room,
            String epoch,
            long seq,
            String sender,
            String senderName,
            String senderPicture,
            String clientMsgId,
            long time,
            String kind,
            String body,
            long replyTo) {
        this(room, epoch, seq, sender, senderName, senderPicture, clientMsgId, time, kind, body, replyTo, 0, 1, false);
    }

    /** The name of this entry in the whole system. */
    public String messageId() {
        return messageId(room, epoch, seq);
    }

    /** The name of an entry in the whole system. */
    public static String messageId(String room, String epoch, long seq) {
        return room + '!' + epoch + '!' + seq;
    }

    /** The {@code message} frame, encoded once for all sockets; the elements of {@code missed} and {@code history} too. */
    public byte[] toFrame() {
        FrameWriter frame = FrameWriter.frame("message")
                .put("room", room)
                .put("seq", seq)
                .put("messageId", messageId())
                .put("sender", sender)
                .put("senderName", senderName)
                .put("senderPicture", senderPicture)
                .put("clientMsgId", clientMsgId)
                .put("time", time)
                .put("kind", kind)
                .put("version", version);
        if (deleted) {
            frame.put("deleted", true);
        }
        if (target > 0) {
            frame.put("target", target);
        }
        if (replyTo > 0) {
            frame.put("replyTo", replyTo);
        }
        return frame.json("body", body).toBytes();
    }
}
