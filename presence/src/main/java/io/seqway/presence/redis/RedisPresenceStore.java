package io.seqway.presence.redis;

import io.seqway.presence.PresenceOptions;
import io.seqway.presence.store.Change;
import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presence in Redis 5 or newer. All keys of a room are in one hash slot, so that scripts can change them together in a
 * Redis Cluster, too; a user's key is in a slot of its own.
 */
public final class RedisPresenceStore implements PresenceStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPresenceStore.class);

    /** How many users a call takes offline: a script keeps everybody else waiting. */
    static final int MAX_EXPIRED = 100;

    /** When the keys of a room go that nobody has said anything about. */
    private static final Duration KEEP_ROOM = Duration.ofDays(1);

    private static final Duration KEEP_SEEN = Duration.ofDays(30);

    private final Script arrive = Script.named("arrive.lua");
    private final Script expire = Script.named("expire.lua");
    private final Script present = Script.named("present.lua");
    private final Script seen = Script.named("seen.lua");
    private final RedisLink link;
    private final RedisConnectionStore connections;
    private final String leaseMs;
    private final String graceMs;

    /** A store on the event loop of the calling context, not connected yet. */
    public RedisPresenceStore(Vertx vertx, PresenceOptions options) {
        this.link = new RedisLink(vertx, options.redisUri(), options.commandTimeoutMs());
        this.connections = new RedisConnectionStore(link, options.leaseMs());
        this.leaseMs = Long.toString(options.leaseMs());
        this.graceMs = Long.toString(options.graceMs());
    }

    @Override
    public void open(Runnable onAvailable) {
        link.open(onAvailable);
    }

    @Override
    public ConnectionStore connections() {
        return connections;
    }

    @Override
    public boolean available() {
        return link.up();
    }

    @Override
    public Future<Void> close() {
        return link.close();
    }

    @Override
    public Future<Change> arrive(String room, List<Connections> said) {
        List<String> args = new ArrayList<>(3 + 4 * said.size());
        args.add(leaseMs);
        args.add(graceMs);
        args.add(Long.toString(KEEP_ROOM.toMillis()));
        Map<String, Connections> here = new HashMap<>();
        for (Connections word : said) {
            args.add(word.user());
            args.add(word.source());
            args.add(Integer.toString(word.count()));
            args.add(word.name() == null ? "" : word.name());
            if (word.count() > 0) {
                here.put(word.user(), word);
            }
        }
        return arrive.run(link, keys(room), args).map(reply -> {
            List<PresentUser> online = new ArrayList<>(reply.size() - 1);
            for (int i = 1; i < reply.size(); i++) {
                Connections word = here.get(reply.get(i).toString());
                online.add(new PresentUser(word.user(), word.name(), word.count(), 0));
            }
            return new Change(online, List.of(), reply.get(0).toLong());
        });
    }

    @Override
    public Future<Change> expire(String room) {
        List<String> args = List.of(graceMs, Integer.toString(MAX_EXPIRED));
        return expire.run(link, keys(room), args).map(reply -> {
            List<PresentUser> offline = new ArrayList<>(reply.size() / 2);
            for (int i = 1; i < reply.size(); i += 2) {
                long since = reply.get(i + 1).toLong();
                offline.add(new PresentUser(reply.get(i).toString(), null, 0, since));
            }
            offline.forEach(this::remember);
            return new Change(List.of(), offline, reply.get(0).toLong());
        });
    }

    @Override
    public Future<List<PresentUser>> present(String room, boolean overdueToo) {
        return present.run(link, keys(room), List.of(overdueToo ? "1" : "0")).map(reply -> {
            List<PresentUser> users = new ArrayList<>(reply.size() / 3);
            for (int i = 0; i < reply.size(); i += 3) {
                String name = reply.get(i + 1).toString();
                int connections = reply.get(i + 2).toInteger();
                users.add(new PresentUser(reply.get(i).toString(), name.isEmpty() ? null : name, connections, 0));
            }
            return users;
        });
    }

    @Override
    public Future<Long> lastSeen(String user) {
        return link.send(Request.cmd(Command.GET).arg(seenKey(user))).map(RedisPresenceStore::longOrZero);
    }

    /** Without waiting for it: who went offline is told in any case. */
    private void remember(PresentUser user) {
        List<String> args = List.of(Long.toString(user.lastSeen()), Long.toString(KEEP_SEEN.toMillis()));
        seen.run(link, List.of(seenKey(user.user())), args)
                .onFailure(e -> LOG.debug("when a user was last seen is not kept: {}", e.toString()));
    }

    private static long longOrZero(Response reply) {
        return reply == null ? 0 : reply.toLong();
    }

    /** Ids hold no braces: nothing else can be taken for the tag. */
    private static List<String> keys(String room) {
        String tagged = "seqway:{room:" + room + "}:";
        return List.of(tagged + "here", tagged + "due");
    }

    private static String seenKey(String user) {
        return "seqway:{user:" + user + "}:seen";
    }
}
