package io.seqway.server.config;

import java.util.HashMap;
import java.util.Map;

/** Reads a configuration from flags, with an environment of its own. */
final class Configuring {
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Map<String, String> environment = new HashMap<>();

    /** Variables that are enough for a node to start without --dev. */
    static Configuring production() {
        return new Configuring()
                .with("SEQWAY_JWT_SECRET", SECRET)
                .with("SEQWAY_MONGO_URI", "mongodb://db/?replicaSet=rs0")
                .with("SEQWAY_REDIS_URI", "redis://cache");
    }

    static Configuring empty() {
        return new Configuring();
    }

    Configuring with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Config read(String... args) {
        return new CommandLineConfig(environment, args).config();
    }
}
