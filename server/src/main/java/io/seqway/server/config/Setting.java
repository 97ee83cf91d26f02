package io.seqway.server.config;

import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.door.DoorOptions;
import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.Limits;
import io.seqway.store.StoreOptions;
import io.seqway.store.stream.StreamQuotas;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Every setting of the server. A setting has one name in three places, the stronger first: the flag {@code --mongo-uri},
 * the environment variable {@code SEQWAY_MONGO_URI}, the member {@code "mongo-uri"} of the file given by
 * {@code --config}.
 */
public enum Setting {
    CONFIG(Group.GENERAL, "config", "FILE", null, "JSON file with settings, under the names of this list"),
    DEV(
            Group.GENERAL,
            "dev",
            "true|false",
            "false",
            "Development only: loopback, embedded stores, open rooms, a token"),
    DATA_DIR(Group.GENERAL, "data-dir", "FOLDER", "./data", "Where --dev keeps its stores and its token secret"),
    ROLES(Group.GENERAL, "roles", "ROLE,...", "gateway,message-store,presence", "What this node does"),
    DRAIN_SECONDS(Group.GENERAL, "drain-seconds", "N", "5", "Time over which sockets are closed when the node stops"),
    LOG_LEVEL(Group.GENERAL, "log-level", "LEVEL", "info", "error, warn, info or debug"),
    LOG_FORMAT(Group.GENERAL, "log-format", "text|json", "text", "json: each line of the log is a JSON object"),

    HOST(Group.HTTP, "host", "ADDRESS", null, "Where to listen (default: 0.0.0.0, with --dev 127.0.0.1)"),
    PORT(Group.HTTP, "port", "N", "8080", "Port of WebSocket and HTTP; 0 lets the system choose"),
    MANAGEMENT_PORT(
            Group.HTTP, "management-port", "N", null, "Port of /health, if not to be the same (default: --port)"),
    ALLOWED_ORIGINS(
            Group.HTTP,
            "allowed-origins",
            "ORIGIN,...",
            null,
            "Origins of other pages that may connect (default: none)"),
    TRUSTED_PROXIES(
            Group.HTTP,
            "trusted-proxies",
            "ADDRESS[/BITS],...",
            null,
            "Proxies whose X-Forwarded-For says whose connection it is (default: none)"),

    JWT_SECRET(
            Group.TOKENS,
            "jwt-secret",
            "[KID:]SECRET,...",
            null,
            "HS256 secrets that sign tokens, 32 bytes or more each"),
    JWKS(
            Group.TOKENS,
            "jwks",
            "[ISSUER=]FILE|URL,...",
            null,
            "Public keys (RS, ES, EdDSA) that sign tokens: a JWKS by file or https address, or a PEM file; with ISSUER, only those of this 'iss'"),
    JWKS_REFRESH_SECONDS(
            Group.TOKENS,
            "jwks-refresh-seconds",
            (int) TimeUnit.MILLISECONDS.toSeconds(TokenOptions.DEFAULT_REFRESH_MS),
            "Age at which keys from an address are asked for again"),
    JWT_ISSUER(Group.TOKENS, "jwt-issuer", "TEXT", null, "Required 'iss' of tokens (default: not looked at)"),
    JWT_AUDIENCE(Group.TOKENS, "jwt-audience", "TEXT", null, "Required 'aud' of tokens (default: not looked at)"),
    ROOM_ACCESS(
            Group.TOKENS,
            "room-access",
            "open|members",
            null,
            "open: a room comes to be by being joined; members: the token must grant it (default: members, with --dev open)"),

    MONGO_URI(Group.STORES, "mongo-uri", "URI", null, "MongoDB of role message-store (with --dev default: embedded)"),
    MONGO_DATABASE(Group.STORES, "mongo-database", "NAME", "seqway", "Database in MongoDB, where mongo-uri names none"),
    RETENTION_DAYS(
            Group.STORES,
            "retention-days",
            "N",
            null,
            "Days after which entries are removed from rooms that have no rule of their own (default: never)"),
    RETENTION_ENTRIES(
            Group.STORES,
            "retention-entries",
            "N",
            null,
            "Entries that are kept of a room that has no rule of its own: older ones are removed (default: all)"),
    REDIS_URI(
            Group.STORES,
            "redis-uri",
            "URI,...",
            null,
            "Redis of role presence, or several nodes of one Redis Cluster (with --dev default: embedded)"),

    CLUSTER(Group.CLUSTER, "cluster", "off|hazelcast", "off", "How nodes find each other"),
    CLUSTER_HOST(
            Group.CLUSTER,
            "cluster-host",
            "ADDRESS",
            null,
            "Address by which other nodes reach this one (default: the first private one, with --dev 127.0.0.1)"),
    CLUSTER_PORT(Group.CLUSTER, "cluster-port", "N", "5701", "Port of Hazelcast; the event bus takes the next one"),
    CLUSTER_PEERS(
            Group.CLUSTER,
            "cluster-peers",
            "HOST:PORT,...",
            null,
            "Other nodes to join; a name may have several addresses, as a headless service has (default: none)"),
    CLUSTER_NAME(Group.CLUSTER, "cluster-name", "NAME", "seqway", "Nodes of another name cannot join"),
    CLUSTER_TLS_KEY(
            Group.CLUSTER,
            "cluster-tls-key",
            "FILE",
            null,
            "Private key (PEM) of this node on the event bus (default: no encryption)"),
    CLUSTER_TLS_CERT(
            Group.CLUSTER, "cluster-tls-cert", "FILE", null, "Certificate (PEM) of this node on the event bus"),
    CLUSTER_TLS_CA(
            Group.CLUSTER,
            "cluster-tls-ca",
            "FILE",
            null,
            "Authority (PEM) whose certificates the event bus takes from other nodes"),

    MAX_FRAME_BYTES(Group.LIMITS, "max-frame-bytes", Limits.DEFAULTS.maxFrameBytes(), "A text frame, in bytes"),
    MAX_CHUNK_BYTES(
            Group.LIMITS,
            "max-chunk-bytes",
            Limits.DEFAULTS.maxChunkBytes(),
            "A binary frame, which is a chunk, in bytes"),
    CHUNK_BYTES_PER_SECOND(
            Group.LIMITS,
            "chunk-bytes-per-second",
            Limits.DEFAULTS.chunkBytesPerSecond(),
            "Bytes of chunks of one connection per second: it is not read faster"),
    MAX_STREAMS_PER_USER(
            Group.LIMITS, "max-streams-per-user", StreamQuotas.DEFAULTS.streams(), "Streams that a user may keep"),
    MAX_STREAM_BYTES(
            Group.LIMITS,
            "max-stream-bytes",
            "N",
            Long.toString(StreamQuotas.DEFAULTS.streamBytes()),
            "One stream, in bytes"),
    MAX_USER_STREAM_BYTES(
            Group.LIMITS,
            "max-user-stream-bytes",
            "N",
            Long.toString(StreamQuotas.DEFAULTS.userBytes()),
            "All streams of a user, in bytes"),
    MAX_STREAM_GAP(
            Group.LIMITS,
            "max-stream-gap",
            StreamQuotas.DEFAULTS.gap(),
            "How far a chunk may be ahead of the first one that is missing"),
    MAX_BODY_BYTES(Group.LIMITS, "max-body-bytes", Limits.DEFAULTS.maxBodyBytes(), "The body of a message, in bytes"),
    MAX_DEPTH(Group.LIMITS, "max-depth", Limits.DEFAULTS.maxDepth(), "Nesting of a body"),
    MAX_ROOMS_PER_CONNECTION(
            Group.LIMITS,
            "max-rooms-per-connection",
            Limits.DEFAULTS.maxRoomsPerConnection(),
            "Rooms one connection may have joined"),
    MAX_ROOMS_PER_RESUME(
            Group.LIMITS, "max-rooms-per-resume", Limits.DEFAULTS.maxRoomsPerResume(), "Rooms one resume may name"),
    MAX_MEMBERS_PER_ROOM(
            Group.LIMITS, "max-members-per-room", StoreOptions.MAX_MEMBERS, "Members that one room may have"),
    SENDS_PER_SECOND(
            Group.LIMITS, "sends-per-second", Limits.DEFAULTS.sendsPerSecond(), "Sends of one connection per second"),
    SEND_BURST(Group.LIMITS, "send-burst", Limits.DEFAULTS.sendBurst(), "Sends of one connection at once"),
    USER_SENDS_PER_SECOND(
            Group.LIMITS,
            "user-sends-per-second",
            "N",
            null,
            "Sends of all connections of a user to this node per second (default: 4 times sends-per-second)"),
    USER_SEND_BURST(
            Group.LIMITS,
            "user-send-burst",
            "N",
            null,
            "Sends of all connections of a user to this node at once (default: 4 times send-burst)"),
    MAX_SENDS_PER_SECOND(
            Group.LIMITS,
            "max-sends-per-second",
            "N",
            null,
            "To what a token's claim 'limits' may raise sends-per-second and user-sends-per-second (default: 10 times sends-per-second)"),
    MAX_SEND_BURST(
            Group.LIMITS,
            "max-send-burst",
            "N",
            null,
            "To what a token's claim 'limits' may raise send-burst and user-send-burst (default: 10 times send-burst)"),
    AUTH_SECONDS(Group.LIMITS, "auth-seconds", Limits.DEFAULTS.authSeconds(), "Time from connecting to a valid token"),
    IDLE_SECONDS(Group.LIMITS, "idle-seconds", Limits.DEFAULTS.idleSeconds(), "Silence before a connection is closed"),
    HANDSHAKES_PER_SECOND(
            Group.LIMITS,
            "handshakes-per-second",
            DoorOptions.DEFAULTS.handshakesPerSecond(),
            "Handshakes of one address per second; addresses of this machine count only where this, handshake-burst or max-unauthenticated-per-address is given"),
    HANDSHAKE_BURST(
            Group.LIMITS,
            "handshake-burst",
            DoorOptions.DEFAULTS.handshakeBurst(),
            "Handshakes of one address at once"),
    MAX_UNAUTHENTICATED_PER_ADDRESS(
            Group.LIMITS,
            "max-unauthenticated-per-address",
            DoorOptions.DEFAULTS.maxUnauthenticated(),
            "Connections of one address that have not shown a token yet"),
    MAX_CONNECTIONS_PER_USER(
            Group.LIMITS,
            "max-connections-per-user",
            "N",
            null,
            "Connections of a user on all nodes (default: 32, with connection-policy replace 1)"),
    CONNECTION_POLICY(
            Group.LIMITS,
            "connection-policy",
            "allow|replace",
            "allow",
            "allow: a user may have so many connections, further ones are refused; replace: the newest ones stay"),
    PRESENCE_NAMES(
            Group.LIMITS,
            "presence-names",
            PresenceOptions.DEFAULT_NAMED,
            "Users online in a room up to which all of them are told by name; of more, how many"),
    MAX_CONNECTIONS(Group.LIMITS, "max-connections", DoorOptions.DEFAULTS.maxConnections(), "Connections of this node");

    /** What the settings are about; the headings of {@code --help}. */
    enum Group {
        GENERAL("General"),
        HTTP("WebSocket and HTTP"),
        TOKENS("Tokens and rooms"),
        STORES("Stores"),
        CLUSTER("Cluster"),
        LIMITS("Limits");

        final String heading;

        Group(String heading) {
            this.heading = heading;
        }
    }

    final Group group;
    final String text;
    final String label;
    final String defaultText;
    final String description;

    Setting(Group group, String text, String label, String defaultText, String description) {
        this.group = group;
        this.text = text;
        this.label = label;
        this.defaultText = defaultText;
        this.description = description;
    }

    Setting(Group group, String text, int defaultValue, String description) {
        this(group, text, "N", Integer.toString(defaultValue), description);
    }

    /** The name of the setting, as in the file. */
    public String text() {
        return text;
    }

    /** The name of the setting as a flag. */
    public String flag() {
        return "--" + text;
    }

    /** The name of the setting in the environment. */
    public String variable() {
        return variableOf(flag());
    }

    /** The variable of the environment that goes with a flag. */
    static String variableOf(String flag) {
        return "SEQWAY_" + flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The flag that goes with a variable of the environment. */
    static String flagOf(String variable) {
        return "--"
                + variable.substring("SEQWAY_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
    }

    /** Whether a file may hold it. */
    boolean inFile() {
        return this != CONFIG;
    }

    static Optional<Setting> inFile(String key) {
        return Stream.of(values()).filter(s -> s.inFile() && s.text.equals(key)).findFirst();
    }
}
