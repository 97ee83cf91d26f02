package io.seqway.presence.redis;

import io.seqway.presence.PresenceOptions;
import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.DeadSource;
import io.seqway.presence.store.Gone;
import io.seqway.presence.store.PresenceListener;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Taken;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presence in Redis 6 or newer, or a Redis Cluster: one connection for commands, and one to hear of changes. All keys of a
 * room are in one hash slot, so that scripts can change them together; so are those of all sources, and a user's key.
 */
public final class RedisPresenceStore implements PresenceStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPresenceStore.class);

    /** How many users a call takes offline: a script keeps everybody else waiting. */
    static final int MAX_EXPIRED = 100;

    private static final Duration KEEP_SEEN = Duration.ofDays(30);
    private static final int FEW_USERS = 100;
    /** Where {@code arrive.lua} names the sources that have nobody any more, after their number. */
    private static final int FIRST_GONE = 2;

    private final Script arrive = Script.ofRooms("arrive.lua");
    private final Script expire = Script.ofRooms("expire.lua");
    private final Script drop = Script.ofRooms("drop.lua");
    private final Script present = Script.ofRooms("present.lua");
    private final Script page = Script.ofRooms("page.lua");
    private final Script find = Script.ofRooms("find.lua");
    private final Script seen = Script.named("seen.lua");
    private final RedisLink link;
    private final ChangeFeed feed;
    private final RedisSources sources;
    private final RedisConnectionStore connections;
    private final PresenceOptions options;
    private final String channel;

    /** A store on the event loop of the calling context, not connected yet. */
    public RedisPresenceStore(Vertx vertx, PresenceOptions options) {
        this(vertx, options, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** @param clockMs the time in ms of a monotonic clock */
    RedisPresenceStore(Vertx vertx, PresenceOptions options, LongSupplier clockMs) {
        this.options = options;
        this.channel = "seqway:presence:" + options.database();
        this.link = new RedisLink(vertx, options, "presence is unavailable until it can");
        this.feed = new ChangeFeed(vertx, options, channel);
        this.sources = new RedisSources(link, options.leaseMs(), clockMs);
        this.connections = new RedisConnectionStore(link, options.leaseMs());
    }

    @Override
    public void open(PresenceListener listener) {
        Runnable up = () -> {
            sources.restart();
            if (available()) {
                listener.available();
            }
        };
        link.open(up);
        feed.open(listener::changed, up);
    }

    @Override
    public ConnectionStore connections() {
        return connections;
    }

    /** Why Redis could not be used when that was tried last; {@code null} if it could. Safe to call from any thread. */
    public String failure() {
        return link.failure();
    }

    @Override
    public boolean available() {
        return link.up() && feed.up();
    }

    @Override
    public Future<Void> close() {
        return Future.join(link.close(), feed.close()).mapEmpty();
    }

    @Override
    public Future<Boolean> lease(String source, boolean begins) {
        return sources.lease(source, begins);
    }

    @Override
    public Future<Taken> arrive(String room, List<Connections> said) {
        return take(room, said, sources.strangers(room, said));
    }

    /** @param entering those of whom it is kept anew that they have users here */
    private Future<Taken> take(String room, List<Connections> said, Set<String> entering) {
        return sources.enter(room, entering).compose(unknown -> {
            List<String> args = args(room);
            for (Connections word : said) {
                if (!unknown.contains(word.source())) {
                    add(args, word, entering.contains(word.source()));
                }
            }
            return arrive.run(link, keys(room), args).compose(reply -> {
                Taken taken = new Taken(reply.get(0).toLong(), unknown);
                int absent = FIRST_GONE + reply.get(1).toInteger();
                List<Future<?>> left = new ArrayList<>(0);
                for (int i = FIRST_GONE; i < absent; i++) {
                    left.add(sources.forget(reply.get(i).toString(), room));
                }
                Set<String> absentSources = new HashSet<>(0);
                for (int i = absent; i < reply.size(); i++) {
                    absentSources.add(reply.get(i).toString());
                }
                return (left.isEmpty() ? Future.succeededFuture() : Future.all(left))
                        .compose(forgotten -> enterAgain(room, said, absentSources, taken));
            });
        });
    }

    /** Of whom another node has taken back that they have users here, nothing was taken. */
    private Future<Taken> enterAgain(String room, List<Connections> said, Set<String> absent, Taken taken) {
        if (absent.isEmpty()) {
            return Future.succeededFuture(taken);
        }
        List<Connections> theirs =
                said.stream().filter(word -> absent.contains(word.source())).toList();
        return take(room, theirs, absent).map(more -> {
            Set<String> unknown = new HashSet<>(taken.unknown());
            unknown.addAll(more.unknown());
            return new Taken(more.dueMs(), unknown);
        });
    }

    private static void add(List<String> args, Connections said, boolean entering) {
        Arrival word = said.word();
        args.add(word.user());
        args.add(said.source());
        args.add(Integer.toString(word.connections()));
        args.add(textOf(word.name()));
        args.add(Long.toString(word.ago()));
        args.add(textOf(word.status()));
        args.add(textOf(word.text()));
        args.add(Long.toString(word.since()));
        args.add(entering ? "1" : "0");
    }

    @Override
    public Future<Gone> expire(String room) {
        List<String> args = args(room);
        args.add(Integer.toString(MAX_EXPIRED));
        return expire.run(link, keys(room), args).map(reply -> {
            List<SeenUser> gone = new ArrayList<>(reply.size() / 2);
            for (int i = 1; i < reply.size(); i += 2) {
                gone.add(new SeenUser(reply.get(i).toString(), reply.get(i + 1).toLong()));
            }
            gone.forEach(this::remember);
            return new Gone(gone, reply.get(0).toLong());
        });
    }

    @Override
    public Future<List<DeadSource>> dead() {
        return sources.dead();
    }

    @Override
    public Future<Long> drop(String room, DeadSource source) {
        List<String> args = args(room);
        args.add(source.name());
        args.add(Long.toString(source.sinceMs()));
        return drop.run(link, keys(room), args)
                .map(Response::toLong)
                .compose(dueMs -> sources.forget(source.name(), room).map(dueMs));
    }

    @Override
    public Future<Present> present(String room, boolean overdueToo) {
        return ask(present, room, overdueToo, List.of());
    }

    @Override
    public Future<Present> page(String room, boolean overdueToo, String after, int limit) {
        return ask(page, room, overdueToo, List.of(textOf(after), Integer.toString(limit)));
    }

    @Override
    public Future<Present> find(String room, boolean overdueToo, List<String> users) {
        return ask(find, room, overdueToo, users);
    }

    private Future<Present> ask(Script question, String room, boolean overdueToo, List<String> more) {
        List<String> args = args(room);
        args.add(overdueToo ? "1" : "0");
        args.addAll(more);
        return question.run(link, keys(room), args).map(reply -> Pictures.of(room, reply));
    }

    @Override
    public Future<List<SeenUser>> lastSeen(List<String> users) {
        List<SeenUser> known = new ArrayList<>(Math.min(users.size(), FEW_USERS));
        List<Future<?>> asked = new ArrayList<>(users.size());
        for (String user : users) {
            asked.add(link.send(Request.cmd(Command.GET).arg(seenKey(user))).onSuccess(at -> {
                if (at != null) {
                    known.add(new SeenUser(user, at.toLong()));
                }
            }));
        }
        return Future.all(asked).map(known);
    }

    /** Without waiting for it: who went offline is told in any case. */
    private void remember(SeenUser user) {
        List<String> args = List.of(Long.toString(user.at()), Long.toString(KEEP_SEEN.toMillis()));
        seen.run(link, List.of(seenKey(user.user())), args)
                .onFailure(e -> LOG.debug("when a user was last seen is not kept: {}", e.toString()));
    }

    private static String textOf(String text) {
        return text == null ? "" : text;
    }

    /** As {@code room.lua} wants it. */
    private List<String> args(String room) {
        List<String> args = new ArrayList<>();
        args.add(Long.toString(options.graceMs()));
        args.add(Keys.KEEP_MS);
        args.add(channel);
        args.add(room);
        args.add(Integer.toString(options.named()));
        return args;
    }

    private static List<String> keys(String room) {
        String tagged = "seqway:{room:" + room + "}:";
        return List.of(tagged + "users", tagged + "names", tagged + "leaving", tagged + "sources", tagged + "state");
    }

    private static String seenKey(String user) {
        return "seqway:{user:" + user + "}:seen";
    }
}
