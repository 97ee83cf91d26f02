package io.seqway.protocol.frame;

/**
 * One entry of a room as clients see it (docs/protocol.md, "message").
 *
 * @param epoch names the incarnation of the room's log
 * @param seq from 1, without holes
 * @param senderName what to show for the sender, or {@code null}
 * @param senderPicture the address of a picture of the sender, or {@code null}
 * @param time when it was numbered, in ms since 1970
 * @param kind {@code message}
 * @param body the JSON text of the body, as it came in
 * @param replyTo the seq it answers, or 0
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
        long replyTo) {

    /** What {@code send} writes. */
    public static final String KIND_MESSAGE = "message";

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
                .put("version", 1);
        if (replyTo > 0) {
            frame.put("replyTo", replyTo);
        }
        return frame.json("body", body).toBytes();
    }
}
