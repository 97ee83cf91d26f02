package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.fresh;
import static io.seqway.server.api.ApiServer.json;
import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.Await;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members come and go on two nodes at once: whoever is removed has got exactly what stands in front of that. */
class MembersAcrossNodesIT {
    private static final String DATABASE = TestMongo.freshDatabase();
    private static final int SENDERS = 10;
    private static final int NEWCOMERS = 60;

    private static TestServer.Cluster cluster;
    private static List<ApiServer> nodes;

    private final String room = fresh("across");

    @BeforeAll
    static void start() {
        cluster = TestServer.on(TestMongo.uri(), DATABASE, TestRedis.uri())
                .forMembers()
                .startCluster(List.of("all", "all"));
        nodes = cluster.nodes().stream().map(ApiServer::new).toList();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aRoomThatIsMadeOnOneNodeIsJoinedOnTheOther() {
        try (SocketClient bob = connect(1, "bob")) {
            make("ann", "bob");
            JsonNode added = bob.await("added");
            assertThat(added.path("room").asText()).isEqualTo(room);
            assertThat(added.path("role").asText()).isEqualTo("member");
            JsonNode joined = bob.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            assertThat(joined.path("status").asText()).isEqualTo("recovered");
            assertThat(joined.path("epoch")).isEqualTo(added.path("epoch"));
            assertThat(seqs(bob, 0)).containsExactly(1L, 2L);
        }
    }

    @Test
    void whoIsRemovedAmidManySendersHasGotAllUpToThatAndNothingElseOnEveryNode() throws Exception {
        make("ann", "bob");
        try (SocketClient here = connect(0, "bob");
                SocketClient there = connect(1, "bob");
                SocketClient apart = connect(1, "bob");
                SocketClient ann = connect(0, "ann")) {
            List<SocketClient> joined = List.of(here, there);
            joined.forEach(socket -> socket.request(Map.of("type", "join", "room", room, "lastSeq", 0)));
            ann.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                senders.add(CompletableFuture.runAsync(() -> send(number, 60)));
            }
            ann.await(frame -> frame.path("seq").asLong() > 100);
            JsonNode removed = ask(1, "DELETE", "/api/rooms/" + room + "/members/bob", "ann", "");
            assertThat(removed).isNotNull();
            CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).join();
            JsonNode entry = ann.await(frame -> frame.path("kind").asText().equals("member")
                    && frame.path("body").path("action").asText().equals("removed"));
            long at = entry.path("seq").asLong();
            for (SocketClient socket : joined) {
                socket.await("removed");
                assertThat(seqs(socket, 0))
                        .containsExactlyElementsOf(
                                LongStream.range(1, at).boxed().toList());
                JsonNode last = socket.received().get(socket.received().size() - 1);
                assertThat(last.path("type").asText()).isEqualTo("removed");
                assertThat(socket.request(sendFrame("late")).path("code").asText())
                        .isEqualTo("not-joined");
                JsonNode resumed = socket.request(Map.of("type", "resume", "rooms", Map.of(room, at - 1)));
                assertThat(resumed.path("rooms").path(room).path("status").asText())
                        .isEqualTo("removed");
                assertThat(socket.request(Map.of("type", "history", "room", room, "after", 0))
                                .path("code")
                                .asText())
                        .isEqualTo("not-a-member");
            }
            apart.await("removed");

            ask(0, "PUT", "/api/rooms/" + room + "/members/bob", "ann", json(Map.of("role", "member")));
            for (SocketClient socket : joined) {
                socket.await("added");
                JsonNode resumed = socket.request(Map.of("type", "resume", "rooms", Map.of(room, at - 1)));
                assertThat(resumed.path("rooms").path(room).path("status").asText())
                        .isEqualTo("recovered");
                long head = resumed.path("rooms").path(room).path("seq").asLong();
                assertThat(seqs(socket, 0))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, head).boxed().toList());
            }
        }
    }

    @Test
    void allRoomsOfAMemberAreResumedByOneWordFromWhereTheyWereDelivered() {
        String second = fresh("across");
        make("ann", "bob");
        make(second, "ann", "bob");
        nodes.get(0).post(messages(room), token("ann"), message("m1", 1)).is(201);
        try (SocketClient bob = connect(1, "bob")) {
            bob.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            bob.send(Map.of("type", "receipt", "room", room, "delivered", 2));
            awaitStanding(bob, room, "delivered", 2);
        }
        try (SocketClient bob = connect(0, "bob")) {
            JsonNode rooms = bob.request(Map.of("type", "resume", "all", true)).path("rooms");
            assertThat(rooms.path(room).path("missed").asLong()).isEqualTo(1);
            assertThat(rooms.path(second).path("missed").asLong()).isEqualTo(2);
            awaitStanding(bob, second, "seq", 2);
        }
    }

    @Test
    void whoIsAddedWhileConnectingHearsOfTheRoomInOneWayOrTheOther() {
        make("ann", "bob");
        int told = 0;
        for (int i = 0; i < NEWCOMERS; i++) {
            String user = "newcomer" + i;
            int node = i % 2;
            CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> ask(
                    1 - node, "PUT", "/api/rooms/" + room + "/members/" + user, "ann", json(Map.of("role", "member"))));
            try (SocketClient newcomer = connect(node, user)) {
                JsonNode rooms =
                        newcomer.request(Map.of("type", "resume", "all", true)).path("rooms");
                if (!rooms.has(room)) {
                    newcomer.await("added");
                    told++;
                }
                adding.join();
            }
        }
        assertThat(told).as("who asked before").isPositive();
    }

    @Test
    void aRemovedRoomIsGoneForAllAndMadeAnewItIsAnother() {
        String epoch = make("ann", "bob").path("epoch").asText();
        nodes.get(0).post(messages(room), token("ann"), message("m1", "old")).is(201);
        try (TestDatabase stored = new TestDatabase(DATABASE);
                SocketClient bob = connect(1, "bob");
                SocketClient apart = connect(0, "bob")) {
            bob.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            ask(0, "DELETE", "/api/rooms/" + room, "ann", "");
            assertThat(bob.await("removed").path("room").asText()).isEqualTo(room);
            assertThat(apart.await("removed").path("room").asText()).isEqualTo(room);
            nodes.get(1).get("/api/rooms/" + room, token("ann")).isProblem(403, "not-a-member");
            nodes.get(1).get("/api/rooms/" + room, service()).isProblem(404, "room-not-found");
            awaitGone(stored, "log", "{_id: {$gt: '" + room + "!', $lt: '" + room + "~'}}");
            awaitGone(stored, "members", "{log: '" + room + "!2'}");
            awaitGone(stored, "cursors", "{log: '" + room + "!2'}");

            JsonNode anew = make("ann", "bob");
            assertThat(anew.path("epoch").asText()).isNotEqualTo(epoch);
            assertThat(anew.path("seq").asLong()).isEqualTo(2);
            JsonNode resumed =
                    bob.request(Map.of("type", "resume", "rooms", Map.of(room, Map.of("seq", 2, "epoch", epoch))));
            assertThat(resumed.path("rooms").path(room).path("status").asText()).isEqualTo("reset");
            assertThat(resumed.path("rooms").path(room).path("missed").asLong()).isEqualTo(2);
        }
    }

    @Test
    void strangersAreRefusedOnEveryNode() {
        make("ann", "bob");
        for (int node = 0; node < 2; node++) {
            try (SocketClient eve = connect(node, "eve")) {
                assertThat(eve.request(Map.of("type", "join", "room", room))
                                .path("code")
                                .asText())
                        .isEqualTo("not-a-member");
                eve.send(Map.of("type", "join", "room", room));
                assertThat(eve.request(sendFrame("m1")).path("code").asText()).isIn("not-a-member", "not-joined");
                for (String question : List.of("presence", "receipts")) {
                    assertThat(eve.request(Map.of("type", question, "room", room))
                                    .path("code")
                                    .asText())
                            .isEqualTo("not-a-member");
                }
                assertThat(eve.request(Map.of("type", "resume", "rooms", Map.of(room, 0)))
                                .path("rooms")
                                .path(room)
                                .path("status")
                                .asText())
                        .isEqualTo("removed");
            }
        }
        try (SocketClient bob = connect(1, "bob")) {
            assertThat(bob.request(Map.of("type", "presence", "room", room))
                            .path("type")
                            .asText())
                    .isEqualTo("presence");
        }
    }

    private void send(int sender, int messages) {
        ApiServer node = nodes.get(sender % 2);
        for (int i = 0; i < messages; i++) {
            node.post(messages(room), service(), message("s" + sender + "-" + i, i))
                    .is(201);
        }
    }

    private Map<String, ?> sendFrame(String name) {
        return Map.of("type", "send", "room", room, "clientMsgId", name, "body", 1);
    }

    private static void awaitGone(TestDatabase stored, String collection, String filter) {
        String query = "{find: '" + collection + "', filter: " + filter + "}";
        Await.until(collection + " are empty", Duration.ofSeconds(60), () -> !stored.run(query)
                .toString()
                .contains("\"_id\""));
    }

    private static void awaitStanding(SocketClient client, String room, String member, long value) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            for (JsonNode standing : client.request(Map.of("type", "rooms")).path("rooms")) {
                if (standing.path("room").asText().equals(room)
                        && standing.path(member).asLong() == value) {
                    assertThat(standing.path("role").asText()).isEqualTo("member");
                    return;
                }
            }
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    /** The seqs of the room that a connection was given behind one, in the order in which they came. */
    private List<Long> seqs(SocketClient client, long behind) {
        List<Long> seqs = new ArrayList<>();
        for (JsonNode frame : client.received()) {
            if (frame.path("type").asText().equals("message")) {
                seqs.add(frame.path("seq").asLong());
            } else if (frame.path("type").asText().equals("missed")) {
                frame.path("messages")
                        .forEach(entry -> seqs.add(entry.path("seq").asLong()));
            }
        }
        return seqs.stream().filter(seq -> seq > behind).toList();
    }

    private JsonNode make(String owner, String member) {
        return make(room, owner, member);
    }

    private static JsonNode make(String name, String owner, String member) {
        return nodes.get(0)
                .post(
                        "/api/rooms",
                        token(owner),
                        json(Map.of("room", name, "access", "members", "members", List.of(member))))
                .is(201)
                .json();
    }

    private static JsonNode ask(int node, String method, String path, String user, String content) {
        Answer answer = nodes.get(node).ask(method, path, Map.of("Authorization", "Bearer " + token(user)), content);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer.text().isEmpty() ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : answer.json();
    }

    private static SocketClient connect(int node, String user) {
        return nodes.get(node).socket(token(user));
    }

    private static String token(String user) {
        return Tokens.token(TestServer.SECRET, user);
    }
}
