package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * A room of a user: where its log ends, and how far the user is in it.
 *
 * @param seq the head: the last seq, or 0
 * @param delivered as in {@link Cursor}
 * @param read as in {@link Cursor}
 * @param unread how many messages of others are behind {@code read}
 * @param role what the user may do there; {@code null} between nodes, of who is no member of a room that is for members
 */
public record Standing(String room, long seq, String epoch, long delivered, long read, long unread, String role) {
    /** The same in another role. */
    public Standing as(String otherRole) {
        return new Standing(room, seq, epoch, delivered, read, unread, otherRole);
    }

    /** The member {@code rooms} of an answer. */
    public static FrameWriter.Part array(List<Standing> rooms) {
        return g -> {
            g.writeArrayFieldStart("rooms");
            for (Standing room : rooms) {
                room.write(g);
            }
            g.writeEndArray();
        };
    }

    private void write(JsonGenerator g) throws IOException {
        g.writeStartObject();
        g.writeStringField("room", room);
        g.writeNumberField("seq", seq);
        g.writeStringField("epoch", epoch);
        g.writeNumberField("delivered", delivered);
        g.writeNumberField("read", read);
        g.writeNumberField("unread", unread);
        g.writeStringField("role", role);
        g.writeEndObject();
    }
}
