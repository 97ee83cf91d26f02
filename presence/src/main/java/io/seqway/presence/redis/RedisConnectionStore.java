package io.seqway.presence.redis;

import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.UserConnection;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The connections of users in Redis. Users are gathered by partition, so that one call takes the words about many. */
final class RedisConnectionStore implements ConnectionStore {
    /** When the keys of a partition go that nobody has said anything about. */
    private static final Duration KEEP = Duration.ofDays(1);

    private static final int REPLY = 3;

    private final Script connected = Script.named("connected.lua");
    private final RedisLink link;
    private final String leaseMs;

    RedisConnectionStore(RedisLink link, long leaseMs) {
        this.link = link;
        this.leaseMs = Long.toString(leaseMs);
    }

    @Override
    public Future<List<Superfluous>> take(int partition, List<UserConnection> said) {
        List<String> args = new ArrayList<>(2 + 7 * said.size());
        args.add(leaseMs);
        args.add(Long.toString(KEEP.toMillis()));
        for (UserConnection word : said) {
            args.add(word.user());
            args.add(word.session());
            args.add(word.source());
            args.add(Long.toString(word.order()));
            args.add(word.fresh() ? "1" : "0");
            args.add(Integer.toString(word.most()));
            args.add(word.replace() ? "1" : "0");
        }
        String tagged = "seqway:{users:" + partition + "}:";
        return connected
                .run(link, List.of(tagged + "held", tagged + "due"), args)
                .map(reply -> {
                    List<Superfluous> superfluous = new ArrayList<>(reply.size() / REPLY);
                    for (int i = 0; i < reply.size(); i += REPLY) {
                        superfluous.add(new Superfluous(
                                reply.get(i).toString(),
                                reply.get(i + 1).toString(),
                                reply.get(i + 2).toInteger() == 1));
                    }
                    return superfluous;
                });
    }

    @Override
    public Future<Long> nowMicros() {
        return link.send(Request.cmd(Command.TIME))
                .map(time -> TimeUnit.SECONDS.toMicros(time.get(0).toLong())
                        + time.get(1).toLong());
    }
}
