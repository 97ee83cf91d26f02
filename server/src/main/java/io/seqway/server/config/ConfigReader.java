package io.seqway.server.config;

import static io.seqway.server.config.Setting.*;

import io.seqway.gateway.auth.KeySource;
import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.protocol.Limits;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.retention.Retention;
import io.seqway.store.stream.StreamQuotas;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns settings into a {@link Config}: every default and every check is here. */
final class ConfigReader {
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:_-]+");
    private static final Pattern DATABASE_IN_URI = Pattern.compile("mongodb(?:\\+srv)?://[^/]*/([^/?]+)");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    private static final Set<String> MONGO_OWN_DATABASES = Set.of("admin", "config", "local");

    /** The rest of a frame that sends a body: ids of up to 128 characters, names, numbers. */
    private static final int AROUND_BODY_BYTES = 1_024;

    /** Half of what a document of MongoDB may have. */
    private static final int MOST_CHUNK_BYTES = 8 * 1024 * 1024;

    private static final int MOST_RETENTION_DAYS = 36_500;
    private static final int MOST_RETENTION_ENTRIES = 999_999_999;

    private final Settings settings;
    private final boolean dev;
    private final Set<Role> roles;

    ConfigReader(Settings settings) {
        this.settings = settings;
        this.dev = settings.flag(DEV);
        this.roles = roles();
    }

    Config read() {
        Config.Http http = http();
        Optional<Config.Cluster> cluster = new ClusterReader(settings, dev).read();
        if (cluster.isEmpty() && !(roles.contains(Role.GATEWAY) && roles.contains(Role.MESSAGE_STORE))) {
            throw settings.refuse(
                    ROLES, "a node that is alone needs gateway and message-store; else add --cluster hazelcast");
        }
        Limits limits = limits();
        return new Config(
                dev,
                roles,
                dataDir(),
                settings.number(DRAIN_SECONDS, 0, 300) * 1000L,
                log(),
                http,
                access(),
                stores(),
                cluster,
                new DoorReader(settings).read(),
                limits,
                new UserReader(settings).read(limits),
                new UserReader(settings).connections(),
                streams(),
                retention());
    }

    Config.Log log() {
        return new Config.Log(
                settings.choice(LOG_LEVEL, Set.of("error", "warn", "info", "debug"), LOG_LEVEL.defaultText),
                settings.choice(LOG_FORMAT, Set.of("text", "json"), LOG_FORMAT.defaultText));
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String text : settings.list(ROLES)) {
            roles.add(Stream.of(Role.values())
                    .filter(role -> role.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> settings.refuseShown(ROLES, text, "a list of " + ROLES.defaultText)));
        }
        return roles.isEmpty() ? EnumSet.allOf(Role.class) : roles;
    }

    private Path dataDir() {
        String text = settings.textOrDefault(DATA_DIR);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw settings.refuseShown(DATA_DIR, text, "a folder");
        }
    }

    private Config.Http http() {
        String host = settings.text(HOST).orElse(dev ? "127.0.0.1" : "0.0.0.0");
        InetAddress address = settings.address(HOST, host);
        if (dev && !address.isLoopbackAddress()) {
            throw settings.refuseShown(HOST, host, "a loopback address with --dev, or leave --dev out");
        }
        int port = settings.number(PORT, 0, 65535);
        OptionalInt managementPort = settings.has(MANAGEMENT_PORT)
                ? OptionalInt.of(settings.number(MANAGEMENT_PORT, 0, 65535))
                : OptionalInt.empty();
        boolean same = managementPort.isPresent() && managementPort.getAsInt() == port && port != 0;
        List<String> origins = settings.list(ALLOWED_ORIGINS);
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw settings.refuseShown(
                        ALLOWED_ORIGINS, origin, "origins such as https://app.example.com, without a path");
            }
        }
        return new Config.Http(host, port, same ? OptionalInt.empty() : managementPort, origins);
    }

    private Config.Access access() {
        List<Secret> secrets = JwtSecrets.read(settings);
        List<KeySource> publicKeys = KeySources.read(settings);
        if (secrets.isEmpty() && publicKeys.isEmpty() && !dev && roles.contains(Role.GATEWAY)) {
            throw missing(
                    JWT_SECRET,
                    "a secret of 32 bytes or more that your backend signs tokens with (HS256), or the public keys of"
                            + " who signs them (" + JWKS.flag() + ")");
        }
        String access = settings.choice(ROOM_ACCESS, Set.of("open", "members"), dev ? "open" : "members");
        return new Config.Access(
                secrets,
                publicKeys,
                settings.number(JWKS_REFRESH_SECONDS, 1, 86_400) * 1000L,
                settings.text(JWT_ISSUER).orElse(null),
                settings.text(JWT_AUDIENCE).orElse(null),
                access.equals("open"));
    }

    /** Those that are given, at least one. */
    Config.Stores givenStores() {
        Optional<String> redis = uri(REDIS_URI, List.of("redis://", "rediss://"));
        Optional<String> mongo = uri(MONGO_URI, List.of("mongodb://", "mongodb+srv://"));
        if (mongo.isEmpty() && redis.isEmpty()) {
            throw new ConfigException("no store is given: give %s (or %s), %s (or %s), or both"
                    .formatted(MONGO_URI.flag(), MONGO_URI.variable(), REDIS_URI.flag(), REDIS_URI.variable()));
        }
        return stores(mongo, redis);
    }

    private Config.Stores stores() {
        Optional<String> mongo = uri(MONGO_URI, List.of("mongodb://", "mongodb+srv://"));
        if (mongo.isEmpty() && !dev && roles.contains(Role.MESSAGE_STORE)) {
            throw missing(MONGO_URI, "the address of a MongoDB replica set (mongodb://host:port/?replicaSet=name)");
        }
        Optional<String> redis = uri(REDIS_URI, List.of("redis://", "rediss://"));
        if (redis.isEmpty() && !dev && roles.contains(Role.PRESENCE)) {
            throw missing(REDIS_URI, "the address of Redis (redis://host:port), or leave presence out of --roles");
        }
        return stores(mongo, redis);
    }

    private Config.Stores stores(Optional<String> mongo, Optional<String> redis) {
        return new Config.Stores(
                mongo,
                database(mongo),
                redis,
                settings.number(PRESENCE_NAMES, 1, 10_000),
                settings.number(MAX_MEMBERS_PER_ROOM, 1, 100_000));
    }

    private String database(Optional<String> mongo) {
        String database = settings.has(MONGO_DATABASE)
                ? settings.textOrDefault(MONGO_DATABASE)
                : mongo.map(DATABASE_IN_URI::matcher)
                        .filter(Matcher::lookingAt)
                        .map(found -> found.group(1))
                        .orElse(MONGO_DATABASE.defaultText);
        if (!DATABASE.matcher(database).matches()) {
            throw settings.refuseShown(MONGO_DATABASE, database, "1 to 63 characters of A-Z a-z 0-9 _ -");
        }
        if (MONGO_OWN_DATABASES.contains(database)) {
            throw settings.refuseShown(MONGO_DATABASE, database, "another name: MongoDB keeps its own there");
        }
        return database;
    }

    /** The value is not shown when it is refused: it may hold a password. */
    private Optional<String> uri(Setting setting, List<String> schemes) {
        Optional<String> uri = settings.text(setting);
        if (uri.isPresent() && schemes.stream().noneMatch(uri.get()::startsWith)) {
            throw settings.refuse(setting, "must start with " + Settings.oneOf(schemes.stream()));
        }
        return uri;
    }

    private ConfigException missing(Setting setting, String what) {
        return new ConfigException("%s (or %s) is missing: give %s, or add --dev to try it out"
                .formatted(setting.flag(), setting.variable(), what));
    }

    private Retention retention() {
        int days = settings.has(RETENTION_DAYS) ? settings.number(RETENTION_DAYS, 1, MOST_RETENTION_DAYS) : 0;
        int entries =
                settings.has(RETENTION_ENTRIES) ? settings.number(RETENTION_ENTRIES, 1, MOST_RETENTION_ENTRIES) : 0;
        return new Retention(TimeUnit.DAYS.toMillis(days), entries);
    }

    private StreamQuotas streams() {
        return new StreamQuotas(
                settings.number(MAX_STREAMS_PER_USER, 1, 1_000),
                settings.bytes(MAX_STREAM_BYTES),
                settings.bytes(MAX_USER_STREAM_BYTES),
                settings.number(MAX_STREAM_GAP, 1, 10_000));
    }

    private Limits limits() {
        Limits limits = new Limits(
                settings.number(MAX_FRAME_BYTES, 2048, 16 * 1024 * 1024),
                settings.number(MAX_BODY_BYTES, 1, 16 * 1024 * 1024),
                settings.number(MAX_DEPTH, 1, 500),
                settings.number(MAX_ROOMS_PER_CONNECTION, 1, 100_000),
                settings.number(MAX_ROOMS_PER_RESUME, 1, 10_000),
                settings.number(SENDS_PER_SECOND, 1, 1_000_000),
                settings.number(SEND_BURST, 1, 1_000_000),
                settings.number(AUTH_SECONDS, 1, 300),
                settings.number(IDLE_SECONDS, 1, 86_400),
                settings.number(MAX_CHUNK_BYTES, 1024, MOST_CHUNK_BYTES),
                settings.number(CHUNK_BYTES_PER_SECOND, 1024, 999_999_999));
        int needed = limits.maxBodyBytes() + AROUND_BODY_BYTES;
        if (needed > limits.maxFrameBytes()) {
            Setting wrong = settings.has(MAX_BODY_BYTES) ? MAX_BODY_BYTES : MAX_FRAME_BYTES;
            throw settings.refuse(
                    wrong,
                    "a body of %d bytes (max-body-bytes) needs a frame of %d with what stands around it, not of %d (max-frame-bytes)"
                            .formatted(limits.maxBodyBytes(), needed, limits.maxFrameBytes()));
        }
        return limits;
    }
}
