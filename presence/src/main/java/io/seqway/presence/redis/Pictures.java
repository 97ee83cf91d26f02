package io.seqway.presence.redis;

import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Reads what scripts answer about who is there. */
final class Pictures {
    private static final int HEADING = 4;
    private static final int USER = 5;

    private Pictures() {}

    static Present of(String room, Response reply) {
        List<PresentUser> users = new ArrayList<>((reply.size() - HEADING) / USER);
        for (int i = HEADING; i < reply.size(); i += USER) {
            users.add(user(
                    reply.get(i).toString(),
                    reply.get(i + 1).toString(),
                    reply.get(i + 2).toInteger(),
                    reply.get(i + 3).toString(),
                    reply.get(i + 4).toString()));
        }
        return new Present(
                room,
                users,
                reply.get(0).toInteger(),
                reply.get(1).toInteger() == 1,
                orNull(reply.get(3).toString()),
                reply.get(2).toLong());
    }

    /** Somebody who is online; texts may be empty. */
    static PresentUser user(String id, String name, int connections, String status, String text) {
        return new PresentUser(id, orNull(name), connections, 0, orNull(status), orNull(text));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
