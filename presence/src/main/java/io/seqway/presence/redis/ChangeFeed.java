package io.seqway.presence.redis;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of all rooms as Redis publishes them, on a connection of its own. Scripts publish what they change, so that
 * the changes of a room come in the order in which they were made, whichever nodes made them.
 */
final class ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final int MESSAGE = 3;

    private final RedisLink link;
    private final String channel;
    private Consumer<PresenceChange> onChange;
    private volatile boolean subscribed;

    ChangeFeed(Vertx vertx, PresenceOptions options, String channel) {
        this.link = RedisLink.toOneNode(vertx, options, "presence does not hear of changes until it can");
        this.channel = channel;
    }

    /** @param onUp called each time changes are heard again: some may have been missed */
    void open(Consumer<PresenceChange> listener, Runnable onUp) {
        onChange = listener;
        link.onPush(this::pushed);
        link.onDown(() -> subscribed = false);
        link.open(() -> link.send(Request.cmd(Command.SUBSCRIBE).arg(channel))
                .onSuccess(reply -> {
                    subscribed = true;
                    onUp.run();
                })
                .onFailure(link::leave));
    }

    /** Whether changes are heard; safe to call from any thread. */
    boolean up() {
        return subscribed && link.up();
    }

    Future<Void> close() {
        return link.close();
    }

    private void pushed(Response push) {
        if (!isMessage(push)) {
            return; // of subscribing itself, or the answer to a ping
        }
        try {
            onChange.accept(change(new JsonObject(push.get(2).toBuffer())));
        } catch (RuntimeException e) {
            LOG.warn("a change of presence that cannot be read: {}", e.toString());
        }
    }

    private static boolean isMessage(Response push) {
        return (push.type() == ResponseType.MULTI || push.type() == ResponseType.PUSH)
                && push.size() == MESSAGE
                && push.get(0).toString().equals("message");
    }

    private static PresenceChange change(JsonObject said) {
        List<PresentUser> online = new ArrayList<>();
        for (Object user : said.getJsonArray("online", new JsonArray())) {
            JsonArray fields = (JsonArray) user;
            online.add(Pictures.user(
                    fields.getString(0),
                    fields.getString(1),
                    fields.getInteger(2),
                    fields.getString(3),
                    fields.getString(4)));
        }
        List<PresentUser> offline = new ArrayList<>();
        for (Object user : said.getJsonArray("offline", new JsonArray())) {
            JsonArray fields = (JsonArray) user;
            offline.add(new PresentUser(fields.getString(0), null, 0, Long.parseLong(fields.getString(1))));
        }
        return new PresenceChange(
                said.getString("room"),
                online,
                offline,
                said.getInteger("total"),
                said.getBoolean("partial"),
                Long.parseLong(said.getString("revision")),
                Long.parseLong(said.getString("before")));
    }
}
