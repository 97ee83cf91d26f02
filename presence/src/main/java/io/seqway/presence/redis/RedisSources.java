package io.seqway.presence.redis;

import io.seqway.presence.store.Connections;
import io.seqway.presence.store.DeadSource;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The leases of sources in Redis, and in which rooms each has users: so whoever finds a lease that is over knows where to
 * look. That a source has users in a room is kept before the first of them is. What was kept, another node may take back
 * meanwhile: what this one remembers of it only saves calls, and not for long.
 */
final class RedisSources {
    private static final String TAGGED = "seqway:{sources}:";
    private static final String LEASE = TAGGED + "lease";
    private static final String DEAD = TAGGED + "dead";
    private static final int MAX_DEAD = 100;
    /** For how long it is not asked again whether Redis has kept it: another node's word may have crossed ours. */
    static final long TRUST_MS = 30_000;

    private final Script lease = Script.named("lease.lua");
    private final Script enter = Script.named("enter.lua");
    private final Script dead = Script.named("dead.lua");
    private final Script forget = Script.named("forget.lua");
    private final RedisLink link;
    private final String leaseMs;
    private final LongSupplier clockMs;
    /** What Redis was told lately, and has not been told otherwise by this node. */
    private final Map<String, Set<String>> entered = new HashMap<>();

    private long enteredSince;

    /** @param clockMs the time in ms of a monotonic clock */
    RedisSources(RedisLink link, long leaseMs, LongSupplier clockMs) {
        this.link = link;
        this.leaseMs = Long.toString(leaseMs);
        this.clockMs = clockMs;
        this.enteredSince = clockMs.getAsLong();
    }

    /** Redis may have forgotten everything. */
    void restart() {
        entered.clear();
    }

    Future<Boolean> lease(String source, boolean begins) {
        return lease.run(
                        link,
                        List.of(LEASE, DEAD, rooms(source)),
                        List.of(source, leaseMs, Keys.KEEP_MS, begins ? "1" : "0"))
                .map(reply -> known(source, reply));
    }

    /** Which of those who speak have to {@link #enter} the room first, as far as this node remembers. */
    Set<String> strangers(String room, List<Connections> said) {
        long now = clockMs.getAsLong();
        if (now - enteredSince >= TRUST_MS) {
            entered.clear();
            enteredSince = now;
        }
        Set<String> strangers = new HashSet<>(0);
        for (Connections word : said) {
            if (!entered.getOrDefault(word.source(), Set.of()).contains(room)) {
                strangers.add(word.source());
            }
        }
        return strangers;
    }

    /** @return which of them have no lease */
    Future<Set<String>> enter(String room, Set<String> strangers) {
        if (strangers.isEmpty()) {
            return Future.succeededFuture(strangers);
        }
        Set<String> unknown = new HashSet<>(0);
        List<Future<?>> asked = new ArrayList<>(strangers.size());
        for (String source : strangers) {
            asked.add(enter.run(link, List.of(LEASE, rooms(source)), List.of(source, room, Keys.KEEP_MS))
                    .onSuccess(reply -> {
                        if (known(source, reply)) {
                            entered.computeIfAbsent(source, s -> new HashSet<>())
                                    .add(room);
                        } else {
                            unknown.add(source);
                        }
                    }));
        }
        return Future.all(asked).map(unknown);
    }

    Future<List<DeadSource>> dead() {
        return dead.run(link, List.of(LEASE, DEAD), List.of(Integer.toString(MAX_DEAD)))
                .compose(reply -> {
                    List<DeadSource> found = new ArrayList<>(0);
                    List<Future<?>> asked = new ArrayList<>(0);
                    for (int i = 0; i < reply.size(); i += 2) {
                        String source = reply.get(i).toString();
                        long since = reply.get(i + 1).toLong();
                        entered.remove(source);
                        asked.add(link.send(Request.cmd(Command.SMEMBERS).arg(rooms(source)))
                                .compose(rooms -> {
                                    if (rooms.size() == 0) {
                                        return bury(source);
                                    }
                                    found.add(new DeadSource(source, since, texts(rooms)));
                                    return Future.succeededFuture();
                                }));
                    }
                    return asked.isEmpty()
                            ? Future.succeededFuture(found)
                            : Future.all(asked).map(found);
                });
    }

    /** A source has nobody in a room any more. */
    Future<Void> forget(String source, String room) {
        Set<String> rooms = entered.get(source);
        if (rooms != null) {
            rooms.remove(room);
        }
        return forget.run(link, List.of(DEAD, rooms(source)), List.of(source, room))
                .mapEmpty();
    }

    /** A dead source has nobody anywhere. */
    private Future<Void> bury(String source) {
        return forget.run(link, List.of(DEAD, rooms(source)), List.of(source)).mapEmpty();
    }

    /** Forgets that a source without a lease ever was somewhere. */
    private boolean known(String source, Response reply) {
        boolean known = reply.toInteger() == 1;
        if (!known) {
            entered.remove(source);
        }
        return known;
    }

    private static Set<String> texts(Response reply) {
        Set<String> texts = new HashSet<>();
        reply.forEach(text -> texts.add(text.toString()));
        return texts;
    }

    private static String rooms(String source) {
        return TAGGED + "rooms:" + source;
    }
}
