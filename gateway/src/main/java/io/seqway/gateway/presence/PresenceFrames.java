package io.seqway.gateway.presence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.frame.FrameWriter;
import java.io.IOException;
import java.util.Collection;

/** The frames that tell who is online (docs/protocol.md, "presence"). */
public final class PresenceFrames {
    private PresenceFrames() {}

    /** @param frameId the id of the frame that asked as JSON text, or {@code null} */
    static byte[] presence(String frameId, String room, Present present) {
        return presence(FrameWriter.reply("presence", frameId), room, present);
    }

    /** The same as the answer to a request. */
    public static byte[] answer(String room, Present present) {
        return presence(FrameWriter.object(), room, present);
    }

    private static byte[] presence(FrameWriter frame, String room, Present present) {
        frame.put("room", room).part(g -> {
            g.writeArrayFieldStart("users");
            for (PresentUser user : present.users()) {
                g.writeStartObject();
                name(g, user);
                status(g, user);
                g.writeNumberField("connections", user.connections());
                g.writeNumberField("lastSeen", user.lastSeen());
                g.writeEndObject();
            }
            g.writeEndArray();
        });
        // an older node does not count
        return totals(frame, Math.max(present.total(), present.users().size()), present.partial())
                .put("cursor", present.cursor())
                .toBytes();
    }

    /** @param total how many are online now, or -1 if that is not known */
    static byte[] diff(
            String room, Collection<PresentUser> online, Collection<PresentUser> offline, int total, boolean partial) {
        FrameWriter frame = FrameWriter.frame("presence-diff").put("room", room).part(g -> {
            g.writeArrayFieldStart("online");
            for (PresentUser user : online) {
                g.writeStartObject();
                name(g, user);
                status(g, user);
                g.writeEndObject();
            }
            g.writeEndArray();
            g.writeArrayFieldStart("offline");
            for (PresentUser user : offline) {
                g.writeStartObject();
                g.writeStringField("userId", user.user());
                g.writeNumberField("lastSeen", user.lastSeen());
                g.writeEndObject();
            }
            g.writeEndArray();
        });
        return totals(frame, total, partial).toBytes();
    }

    private static FrameWriter totals(FrameWriter frame, int total, boolean partial) {
        if (total >= 0) {
            frame.put("total", total);
        }
        return partial ? frame.put("partial", true) : frame;
    }

    private static void name(JsonGenerator g, PresentUser user) throws IOException {
        g.writeStringField("userId", user.user());
        if (user.name() != null) {
            g.writeStringField("name", user.name());
        }
    }

    private static void status(JsonGenerator g, PresentUser user) throws IOException {
        g.writeStringField("status", user.status() == null ? "online" : user.status());
        if (user.text() != null) {
            g.writeStringField("text", user.text());
        }
    }
}
