package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.HttpHead;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A server in a process of its own that all attacks of a run go against, as an operator would run it but for the little
 * memory it is given: what grows without bound kills it. Safe to use from several threads.
 */
final class AttackedServer {
    static final String SECRET = "the-secret-of-the-attacked-server-of-32-bytes-or-more";
    static final String OTHER_SECRET = "the-second-secret-of-the-strict-server-32-bytes-too";
    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "chat";

    private static final Map<String, String> LITTLE_MEMORY =
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError");
    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(|^[\\w.]+(Exception|Error):");
    private static final AtomicLong NAMES = new AtomicLong();

    private static AttackedServer open;
    private static AttackedServer strict;

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<String, Object> claims;
    private final ServerProcess process;

    private AttackedServer(List<String> settings, Map<String, Object> claims) {
        List<String> arguments = new ArrayList<>(settings);
        arguments.addAll(List.of("--host", "127.0.0.1", "--drain-seconds", "1"));
        arguments.addAll(List.of("--mongo-uri", TestMongo.uri(), "--mongo-database", TestMongo.freshDatabase()));
        arguments.addAll(List.of("--redis-uri", TestRedis.uri()));
        this.claims = claims;
        this.process = ServerProcess.start(arguments, LITTLE_MEMORY);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "end of an attacked server"));
    }

    /** The one whose limits are those of the contract, and whose rooms are open to everybody. */
    static synchronized AttackedServer open() {
        if (open == null) {
            open = new AttackedServer(List.of("--jwt-secret", SECRET, "--room-access", "open"), Map.of());
        }
        return open;
    }

    /**
     * The one with little patience: rooms by token only, two secrets with names, issuer and audience, small limits; and
     * it logs all it has to say.
     */
    static synchronized AttackedServer strict() {
        if (strict == null) {
            List<String> settings = new ArrayList<>(List.of("--room-access", "members", "--log-level", "debug"));
            settings.addAll(List.of("--jwt-secret", "first:" + SECRET + ",second:" + OTHER_SECRET));
            settings.addAll(List.of("--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE));
            settings.addAll(List.of("--auth-seconds", "1", "--idle-seconds", "3"));
            settings.addAll(List.of("--max-rooms-per-connection", "8"));
            strict = new AttackedServer(settings, Map.of("iss", ISSUER, "aud", AUDIENCE));
        }
        return strict;
    }

    /** A name that no other attack uses. */
    static String fresh(String prefix) {
        return prefix + '-' + NAMES.incrementAndGet();
    }

    ServerProcess process() {
        return process;
    }

    /** Host and port, as in a Host header. */
    String authority() {
        return "127.0.0.1:" + process.port();
    }

    /** A good token. */
    String token(String user) {
        return token(user, Map.of(), Duration.ofHours(1));
    }

    /** A good token with further claims. */
    String token(String user, Map<String, ?> further, Duration ttl) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.putAll(further);
        return spent(Tokens.token(SECRET, user, all, ttl));
    }

    /** Remembers a token that is going to be sent: it must never be found in the log. */
    String spent(String token) {
        if (token.length() > 20) {
            tokens.add(token);
        }
        return token;
    }

    /** A TCP connection that has said nothing yet. */
    RawSocket tcp() throws IOException {
        return RawSocket.connect("127.0.0.1", process.port());
    }

    /** What a WebSocket handshake with these headers is answered. */
    HttpHead handshake(Map<String, String> headers) throws IOException {
        try (RawSocket socket = tcp()) {
            return socket.handshake("/ws", headers);
        }
    }

    /** A WebSocket that has not said who it is, after the welcome. */
    RawSocket stranger() throws IOException {
        return welcomed(Map.of());
    }

    /** A WebSocket of a user, after the welcome. */
    RawSocket visitor(String user) throws IOException {
        return welcomed(Map.of("Authorization", "Bearer " + token(user)));
    }

    private RawSocket welcomed(Map<String, String> headers) throws IOException {
        RawSocket socket = tcp();
        assertThat(socket.handshake("/ws", headers).status()).isEqualTo(101);
        assertThat(socket.readFrame().text()).contains("\"welcome\"");
        return socket;
    }

    /** A well-behaved client. */
    SocketClient client(String user) {
        return client(user, Map.of());
    }

    /** A well-behaved client with further claims in its token. */
    SocketClient client(String user, Map<String, ?> further) {
        String token = token(user, further, Duration.ofHours(1));
        return SocketClient.connect(process.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
    }

    /** A well-behaved client that has joined a room. */
    SocketClient member(String user, String room) {
        SocketClient client = client(user);
        JsonNode joined = client.request(Map.of("type", "join", "room", room));
        assertThat(joined.path("status").asText()).as("join: %s", joined).isEqualTo("live");
        return client;
    }

    /** Waits until the log holds these words. */
    void awaitLog(String words, Duration limit) {
        process.awaitOutput(words, 1, limit);
    }

    /** Somebody who has nothing to do with the attack connects, and is answered at once. */
    void assertServesOthers() {
        long began = System.nanoTime();
        try (SocketClient other = client(fresh("other"))) {
            assertThat(other.request(Map.of("type", "ping")).path("type").asText())
                    .isEqualTo("pong");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    /** The process lives and serves, and its log holds no token and no word of an exception. */
    void assertUnhurt() {
        assertThat(process.isAlive()).isTrue();
        assertServesOthers();
        String log = process.output();
        assertThat(STACK_TRACE.matcher(log).results().map(found -> around(log, found.start())))
                .as("stack traces in the log")
                .isEmpty();
        assertThat(tokens.stream().filter(log::contains))
                .as("tokens in the log")
                .isEmpty();
        assertThat(tokens.stream().map(AttackedServer::claimsOf).filter(log::contains))
                .as("parts of tokens in the log")
                .isEmpty();
    }

    private static String claimsOf(String token) {
        String[] parts = token.split("\\.");
        return parts.length > 1 && parts[1].length() > 20 ? parts[1] : token;
    }

    private static String around(String log, int index) {
        return log.substring(Math.max(0, index - 400), Math.min(log.length(), index + 400));
    }
}
