package io.seqway.gateway.presence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.seqway.protocol.frame.FrameWriter;
import java.io.IOException;
import java.util.Collection;

/** The frames that tell who is online (docs/protocol.md, "presence"). */
public final class PresenceFrames {
    private PresenceFrames() {}

    /** @param frameId the id of the frame that asked as JSON text, or {@code null} */
    static byte[] presence(String frameId, String room, Collection<PresentUser> users) {
        return presence(FrameWriter.reply("presence", frameId), room, users);
    }

    /** The same as the answer to a request. */
    public static byte[] answer(String room, Collection<PresentUser> users) {
        return presence(FrameWriter.object(), room, users);
    }

    private static byte[] presence(FrameWriter frame, String room, Collection<PresentUser> users) {
        return frame.put("room", room)
                .part(g -> {
                    g.writeArrayFieldStart("users");
                    for (PresentUser user : users) {
                        g.writeStartObject();
                        name(g, user);
                        g.writeStringField("status", user.lastSeen() > 0 ? "offline" : "online");
                        g.writeNumberField("connections", user.connections());
                        g.writeNumberField("lastSeen", user.lastSeen());
                        g.writeEndObject();
                    }
                    g.writeEndArray();
                })
                .toBytes();
    }

    static byte[] diff(String room, Collection<PresentUser> online, Collection<PresentUser> offline) {
        return FrameWriter.frame("presence-diff")
                .put("room", room)
                .part(g -> {
                    g.writeArrayFieldStart("online");
                    for (PresentUser user : online) {
                        g.writeStartObject();
                        name(g, user);
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
                })
                .toBytes();
    }

    private static void name(JsonGenerator g, PresentUser user) throws IOException {
        g.writeStringField("userId", user.user());
        if (user.name() != null) {
            g.writeStringField("name", user.name());
        }
    }
}
