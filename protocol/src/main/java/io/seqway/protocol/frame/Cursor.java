package io.seqway.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * How far a user has got a room. It only moves forward.
 *
 * @param delivered up to this seq the user has the entries; never less than {@code read}
 * @param read up to this seq the user has read them
 */
public record Cursor(String userId, long delivered, long read) {
    /** That of somebody who has nothing yet. */
    public static Cursor atStart(String userId) {
        return new Cursor(userId, 0, 0);
    }

    /** Moved forward to where the user is said to be, if that is further. */
    public Cursor to(long newDelivered, long newRead) {
        long furtherRead = Math.max(read, newRead);
        return new Cursor(userId, Math.max(Math.max(delivered, newDelivered), furtherRead), furtherRead);
    }

    /** Not further than this seq. */
    public Cursor within(long head) {
        return delivered <= head ? this : new Cursor(userId, head, Math.min(read, head));
    }

    /** The member {@code cursors} of an answer. */
    public static FrameWriter.Part array(List<Cursor> cursors) {
        return g -> {
            g.writeArrayFieldStart("cursors");
            for (Cursor cursor : cursors) {
                g.writeStartObject();
                cursor.write(g);
                g.writeEndObject();
            }
            g.writeEndArray();
        };
    }

    void write(JsonGenerator g) throws IOException {
        g.writeStringField("userId", userId);
        g.writeNumberField("delivered", delivered);
        g.writeNumberField("read", read);
    }
}
