package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.socket.Utf8;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.RoomMessage.MadeRoom;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What requests about rooms and their members have in common. */
final class RoomRequest {
    private RoomRequest() {}

    /** The text of the content. */
    static String text(RoutingContext request) {
        Buffer content = request.body().buffer();
        String text = content == null ? "" : new Utf8().decode(content.getBytes());
        if (text == null) {
            throw Refusal.badRequest("the content must be UTF-8");
        }
        return text;
    }

    static Author author(Identity caller) {
        return new Author(caller.userId(), caller.name(), caller.picture());
    }

    static void answer(RoutingContext request, MadeRoom room) {
        Answers.json(request, object(room));
    }

    static List<byte[]> objects(List<MadeRoom> rooms) {
        return rooms.stream().map(room -> object(room).toBytes()).toList();
    }

    private static FrameWriter object(MadeRoom room) {
        FrameWriter object = FrameWriter.object()
                .put("room", room.room())
                .put("access", room.access())
                .put("title", room.title())
                .json("metadata", room.metadata())
                .json("retention", retention(room.retention()))
                .put("createdAt", room.createdAt())
                .put("role", room.role());
        return room.epoch() == null
                ? object
                : object.put("epoch", room.epoch()).put("seq", room.seq()).put("members", room.members());
    }

    /** JSON text, or {@code null} for none. */
    private static String retention(RoomRetention rule) {
        if (rule == null) {
            return null;
        }
        FrameWriter object = FrameWriter.object();
        if (rule.maxAgeSeconds() > 0) {
            object.put("maxAgeSeconds", rule.maxAgeSeconds());
        }
        if (rule.maxEntries() > 0) {
            object.put("maxEntries", rule.maxEntries());
        }
        return new String(object.toBytes(), StandardCharsets.UTF_8);
    }

    static void nothing(RoutingContext request) {
        request.response().setStatusCode(HttpResponseStatus.NO_CONTENT.code()).end();
    }
}
