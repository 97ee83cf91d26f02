package io.seqway.server;

import io.seqway.embedded.EmbeddedMongo;
import io.seqway.embedded.EmbeddedRedis;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config;
import io.seqway.server.config.Setting;
import java.util.Optional;

/**
 * The addresses of the stores that this node needs: the given ones, or those of stores that were started inside the
 * process, which only a development node does. {@code null} where the node does not have the role.
 */
record Stores(String mongoUri, String redisUri) {

    /** Starts what is not given; it stops with the other parts. */
    static Stores open(Config config, StopSequence parts) throws StartFailure {
        return new Stores(mongo(config, parts), redis(config, parts));
    }

    private static String mongo(Config config, StopSequence parts) throws StartFailure {
        Optional<String> given = config.stores().mongoUri();
        if (given.isPresent() || !config.roles().contains(Role.MESSAGE_STORE)) {
            return given.orElse(null);
        }
        try {
            EmbeddedMongo mongo = EmbeddedMongo.start(config.dataDir());
            parts.started("embedded MongoDB", mongo::close);
            return mongo.uri();
        } catch (IllegalStateException e) {
            throw new StartFailure(e.getMessage() + " (" + Setting.DATA_DIR.flag() + ")", e);
        }
    }

    private static String redis(Config config, StopSequence parts) throws StartFailure {
        Optional<String> given = config.stores().redisUri();
        if (given.isPresent() || !config.roles().contains(Role.PRESENCE)) {
            return given.orElse(null);
        }
        try {
            EmbeddedRedis redis = EmbeddedRedis.start();
            parts.started("embedded Redis", redis::close);
            return redis.uri();
        } catch (IllegalStateException e) {
            throw Explain.other("the embedded Redis cannot start; give one by " + Setting.REDIS_URI.flag(), e);
        }
    }
}
