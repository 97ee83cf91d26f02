package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.Await;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Presence, status and typing as clients of two nodes see them. */
class PresenceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TYPES_EVERY = Duration.ofSeconds(2);
    private static final int NAMES = 5;
    private static final int COMERS = 100;

    private static TestServer.Cluster cluster;

    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        cluster = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .and("--presence-names", Integer.toString(NAMES))
                .startCluster(List.of("all", "all"));
        cluster.nodes().forEach(node -> node.awaitOutput("partitions are this node's now", 1));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void whoComesAndGoesOnOneNodeIsSeenOnTheOther() {
        try (SocketClient ann = join(0, "ann", true)) {
            JsonNode picture = ann.await(of("presence"), PATIENCE);
            assertThat(ids(picture.get("users"))).contains("ann");
            SocketClient ben = join(1, "ben", false);
            SocketClient benToo = join(0, "ben", false);

            JsonNode came = ann.await(diff("online", "ben"), PATIENCE);
            assertThat(came.get("total").asInt()).isEqualTo(2);
            JsonNode present = ann.request(Map.of("type", "presence", "room", room));
            assertThat(user(present.get("users"), "ben").get("connections").asInt())
                    .isEqualTo(2);
            long left = System.currentTimeMillis();
            ben.close();
            benToo.close();
            JsonNode gone = ann.await(diff("offline", "ben"), PATIENCE);

            assertThat(System.currentTimeMillis() - left).as("after the grace").isGreaterThan(9_000);
            long lastSeen = user(gone.get("offline"), "ben").get("lastSeen").asLong();
            JsonNode asked =
                    ann.request(Map.of("type", "presence", "room", room, "users", List.of("ben", "ann", "zoe")));
            assertThat(user(asked.get("users"), "ben").get("status").asText()).isEqualTo("offline");
            assertThat(user(asked.get("users"), "ben").get("lastSeen").asLong()).isEqualTo(lastSeen);
            assertThat(user(asked.get("users"), "ann").get("status").asText()).isEqualTo("online");
            assertThat(user(asked.get("users"), "zoe").get("lastSeen").asLong()).isZero();
        }
    }

    @Test
    void aStatusIsSeenByTheOthersAndEndsWithItsConnection() {
        try (SocketClient ann = join(0, "ann", true);
                SocketClient ben = join(1, "ben", false)) {
            ann.await(diff("online", "ben").or(picture("ben")), PATIENCE);
            SocketClient benToo = join(0, "ben", false);
            benToo.request(Map.of("type", "status", "status", "busy", "text", "in a call"));

            JsonNode busy = ann.await(
                    diff("online", "ben").and(frame -> status(frame, "ben").equals("busy")), PATIENCE);
            assertThat(user(busy.get("online"), "ben").get("text").asText()).isEqualTo("in a call");
            benToo.close();

            ann.await(diff("online", "ben").and(frame -> status(frame, "ben").equals("online")), PATIENCE);
            assertThat(ben.received("error")).isEmpty();
        }
    }

    @Test
    void aCrowdIsCountedAndNamedInPagesOnly() {
        List<SocketClient> crowd = new ArrayList<>();
        try (SocketClient ann = join(0, "ann", true)) {
            for (int i = 0; i < 2 * NAMES; i++) {
                crowd.add(join(i % 2, "u" + i, false));
            }
            JsonNode counted = ann.await(
                    of("presence-diff").and(frame -> frame.path("total").asInt() == 2 * NAMES + 1), PATIENCE);
            assertThat(counted.get("partial").asBoolean()).isTrue();
            assertThat(counted.get("online")).isEmpty();

            List<String> named = new ArrayList<>();
            Map<String, Object> question = Map.of("type", "presence", "room", room, "limit", 4);
            JsonNode page = ann.request(question);
            while (page.has("cursor")) {
                named.addAll(ids(page.get("users")));
                page = ann.request(Map.of(
                        "type",
                        "presence",
                        "room",
                        room,
                        "limit",
                        4,
                        "cursor",
                        page.get("cursor").asText()));
            }
            named.addAll(ids(page.get("users")));
            assertThat(named)
                    .hasSize(2 * NAMES + 1)
                    .contains("ann")
                    .containsAll(
                            IntStream.range(0, 2 * NAMES).mapToObj(i -> "u" + i).toList());

            crowd.forEach(SocketClient::close);
            int before = ann.received().size();
            JsonNode fewAgain = ann.awaitAfter(before, of("presence").and(frame -> !frame.has("partial")), PATIENCE);
            assertThat(ids(fewAgain.get("users"))).contains("ann");
        }
    }

    @Test
    void noChangeIsToldBeforeThePicture() {
        List<SocketClient> comers = new ArrayList<>();
        for (int i = 0; i < COMERS; i++) {
            comers.add(connect(i % 2, "u" + i));
        }
        for (SocketClient comer : comers) {
            comer.send(Map.of("type", "join", "id", "join", "room", room));
        }
        for (SocketClient comer : comers) {
            comer.await(of("presence"), PATIENCE);
            assertThat(comer.received())
                    .extracting(frame -> frame.path("type").asText())
                    .startsWith("welcome", "joined", "presence");
            comer.close();
        }
    }

    @Test
    void typingIsToldOnBothNodesAndEndsByItselfOnAMessageAndWithTheConnection() {
        try (SocketClient ann = join(0, "ann", false);
                SocketClient ben = join(1, "ben", false)) {
            SocketClient cid = join(1, "cid", false);
            awaitTyping(ann, "ann", ben);
            long began = System.nanoTime();
            ben.await(typing("ann", false), PATIENCE);
            assertThat(Duration.ofNanos(System.nanoTime() - began).toMillis()).isBetween(4_000L, 9_000L);

            int before = ann.received().size();
            awaitTyping(ben, "ben", ann);
            ben.send(Map.of("type", "send", "room", room, "clientMsgId", "m1", "body", "done"));
            ann.awaitAfter(before, typing("ben", false), PATIENCE);

            awaitTyping(cid, "cid", ann);
            cid.cut();
            ann.await(typing("cid", false), PATIENCE);
            assertThat(ann.received("typing"))
                    .noneMatch(frame -> frame.get("userId").asText().equals("ann"));
        }
    }

    /** Types as users do, who go on: what is said while the room moves to another owner is lost. */
    private void awaitTyping(SocketClient user, String id, SocketClient other) {
        AtomicLong again = new AtomicLong(System.nanoTime());
        List<JsonNode> errors = user.received("error");
        Await.until(id + " is seen to type", PATIENCE, () -> {
            assertThat(user.received("error")).isEqualTo(errors);
            if (System.nanoTime() - again.get() >= 0) {
                user.send(Map.of("type", "typing", "room", room, "typing", true));
                again.addAndGet(TYPES_EVERY.toNanos());
            }
            return other.received("typing").stream().anyMatch(typing(id, true));
        });
    }

    private static Predicate<JsonNode> typing(String user, boolean typing) {
        return of("typing")
                .and(frame -> frame.get("userId").asText().equals(user)
                        && frame.get("typing").asBoolean() == typing);
    }

    private SocketClient join(int node, String user, boolean presence) {
        SocketClient socket = connect(node, user);
        Map<String, ?> join = Map.of("type", "join", "room", room, "presence", presence);
        Await.until(
                user + " has joined",
                PATIENCE,
                () -> socket.request(join).path("type").asText().equals("joined"));
        return socket;
    }

    private static SocketClient connect(int node, String user) {
        ServerProcess server = cluster.nodes().get(node);
        Map<String, String> headers = Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user));
        return SocketClient.connect(server.ws("/ws"), headers, List.of());
    }

    private static Predicate<JsonNode> of(String type) {
        return frame -> frame.path("type").asText().equals(type);
    }

    private static Predicate<JsonNode> diff(String side, String user) {
        return of("presence-diff").and(frame -> ids(frame.get(side)).contains(user));
    }

    private static Predicate<JsonNode> picture(String user) {
        return of("presence").and(frame -> ids(frame.get("users")).contains(user));
    }

    private static String status(JsonNode diff, String user) {
        return user(diff.get("online"), user).get("status").asText();
    }

    private static JsonNode user(JsonNode users, String id) {
        return StreamSupport.stream(users.spliterator(), false)
                .filter(user -> user.get("userId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(JsonNode users) {
        return StreamSupport.stream(users.spliterator(), false)
                .map(user -> user.get("userId").asText())
                .toList();
    }
}
