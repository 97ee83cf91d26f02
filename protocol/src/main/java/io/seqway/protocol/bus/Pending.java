package io.seqway.protocol.bus;

/**
 * A message that is shown before it is stored, or is not to be shown any more though it has not become an entry.
 *
 * @param from where it came from: the connection behind it is not shown its own message; {@code null} at the end
 * @param sender the id of the user who sends it: room, sender and clientMsgId name it
 * @param frame the {@code pending} frame, or {@code null} at the end
 * @param code at the end: {@code timeout} if the message may be stored all the same, else why it never will be
 */
public record Pending(ReplyTo from, String room, String sender, String clientMsgId, byte[] frame, String code) {
    /** Is shown from now on. */
    public static Pending shown(ReplyTo from, String room, String sender, String clientMsgId, byte[] frame) {
        return new Pending(from, room, sender, clientMsgId, frame, null);
    }

    /** Is not shown any more. */
    public static Pending ended(String room, String sender, String clientMsgId, String code) {
        return new Pending(null, room, sender, clientMsgId, null, code);
    }

    /** Whether this is its end. */
    public boolean ends() {
        return frame == null;
    }
}
