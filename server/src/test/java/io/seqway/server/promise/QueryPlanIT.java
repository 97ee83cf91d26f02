package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.StoreKind;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever servers ask of MongoDB is answered by an index and says its concerns itself: taken from MongoDB's own record
 * of whole runs, so that nothing has to be listed here to be looked at.
 */
class QueryPlanIT {
    private static final int MESSAGES = 400;
    /** So many that some of them change hands when one of two nodes is killed. */
    private static final List<String> ROOMS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    /** What tells of collections and not of documents. */
    private static final Set<String> OF_COLLECTIONS =
            Set.of("listCollections", "listIndexes", "createIndexes", "create", "profile", "killCursors");

    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static final String MAJORITY_JOURNALED = "{\"w\":\"majority\",\"j\":true}";

    private final String name = TestMongo.freshDatabase();
    private TestDatabase mongo;

    @BeforeAll
    static void onARealServer() {
        assumeTrue(TestMongo.kind() != StoreKind.EMBEDDED, "the embedded store keeps no record of its plans");
    }

    @BeforeEach
    void record() {
        mongo = new TestDatabase(name);
        mongo.record();
    }

    @AfterEach
    void end() {
        mongo.close();
    }

    @Test
    void nothingThatServersDoScansOrSaysLessThanItsConcerns() {
        TestServer server =
                TestServer.on(TestMongo.uri(), name, TestRedis.uri()).and("--retention-entries", "1");
        sayOfBefore();
        try (TestServer.Cluster cluster = server.startCluster(List.of("all", "all"))) {
            ServerProcess doomed = cluster.nodes().get(0);
            ServerProcess heir = cluster.nodes().get(1);
            try (SocketClient ann = connect(doomed, "ann");
                    SocketClient bob = connect(heir, "bob")) {
                for (String room : ROOMS) {
                    join(ann, room);
                    join(bob, room);
                    sendAll(ann, room, 0, MESSAGES);
                    sendAll(bob, room, 0, 20);
                    change(ann, room);
                }
                upload(ann, bob);
                manage(doomed, heir);
            }
            readAll(heir);
            doomed.kill();
            try (SocketClient ann = connect(heir, "ann")) {
                for (String room : ROOMS) {
                    join(ann, room);
                    assertThat(sendAll(ann, room, 0, 1).get("duplicate").asBoolean())
                            .isTrue();
                    sendAll(ann, room, MESSAGES, 20);
                }
            }
            readAll(heir);
            awaitTrimmed();
            assertThat(heir.terminate()).isZero();
        }
        List<JsonNode> operations = mongo.recorded();
        assertThat(operations)
                .as("what was recorded")
                .anyMatch(o -> op(o).equals("insert"))
                .anyMatch(o -> filter(o).has("_id"))
                .anyMatch(o -> filter(o).has("key"))
                .anyMatch(o -> filter(o).has("target"))
                .anyMatch(o -> filter(o).has("outbox"))
                .anyMatch(o -> filter(o).has("log"))
                .anyMatch(o -> filter(o).has("due"))
                .anyMatch(o -> op(o).equals("remove"))
                .anyMatch(o -> op(o).equals("update"))
                .anyMatch(o -> op(o).equals("remove"))
                .anyMatch(o -> command(o).has("findAndModify"));
        for (JsonNode operation : operations) {
            assertThat(faults(operation)).as(shown(operation)).isEmpty();
        }
    }

    /** Makes a room on one node, sees to its members on the other, lists all, and removes it. */
    private static void manage(ServerProcess one, ServerProcess other) {
        http(one, "POST", "/api/rooms", "{\"room\":\"made\",\"access\":\"members\",\"members\":[\"bob\"]}", 201);
        http(other, "PUT", "/api/rooms/made/members/cid", "{\"role\":\"member\"}", 200);
        http(other, "DELETE", "/api/rooms/made/members/bob", "", 204);
        http(one, "PATCH", "/api/rooms/made", "{\"title\":\"x\"}", 200);
        http(other, "GET", "/api/rooms", "", 200);
        http(other, "DELETE", "/api/rooms/made", "", 204);
        http(other, "GET", "/api/rooms/made", "", 403);
    }

    private static void http(ServerProcess server, String method, String path, String content, int status) {
        HttpRequest request = HttpRequest.newBuilder(server.http(path))
                .header("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "ann"))
                .header("Content-Type", "application/json")
                .method(method, content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void whatScansIsSeen() {
        mongo.run("{insert: 'log', documents: [{_id: '1', time: 1}]}");
        mongo.run("{find: 'log', filter: {time: 1}}");
        mongo.run("{find: 'log', filter: {_id: '1'}}");
        mongo.run("{find: 'log', filter: {_id: {$in: ['1', '2']}}}");
        mongo.run("{update: 'log', updates: [{q: {time: 1}, u: {$set: {time: 2}}}]}");
        mongo.run("{count: 'log', query: {time: 2}}");
        assertThat(mongo.recorded().stream().filter(o -> !isOfCollections(o)).map(o -> faults(o)
                        .contains("a scan")))
                .containsExactly(false, true, false, false, true, true);
        assertThat(mongo.recorded().stream().filter(o -> op(o).equals("insert")).map(QueryPlanIT::faults))
                .as("what says no write concern is seen, too")
                .allMatch(faults -> faults.contains("write concern"))
                .isNotEmpty();
    }

    private static String faults(JsonNode operation) {
        StringBuilder faults = new StringBuilder();
        String plan = operation.path("planSummary").asText("");
        if (plan.isEmpty() && !op(operation).equals("insert") && !isOfCollections(operation)) {
            faults.append("no plan; ");
        }
        if (plan.contains("COLLSCAN")) {
            faults.append("a scan of the collection; ");
        }
        // An index that is walked from its start to its end is a scan, too.
        long keys = operation.path("keysExamined").asLong(0);
        if (keys > 2 * asked(operation) + 2) {
            faults.append("a scan of the index: ").append(keys).append(" keys; ");
        }
        JsonNode command = command(operation);
        // Of updates and removals the record has the single statement, and not the command with its concern.
        boolean writes = command.has("insert") || command.has("findAndModify");
        if (writes && !command.path("writeConcern").toString().equals(MAJORITY_JOURNALED)) {
            faults.append("write concern ").append(command.path("writeConcern")).append("; ");
        }
        if ((command.has("find") || command.has("aggregate"))
                && !command.at("/readConcern/level").asText().equals("majority")) {
            faults.append("read concern ").append(command.path("readConcern")).append("; ");
        }
        return faults.toString();
    }

    private static boolean isOfCollections(JsonNode operation) {
        return OF_COLLECTIONS.stream().anyMatch(command(operation)::has);
    }

    /** A room that nobody opens, of which retention removes all but the last entry. */
    private void sayOfBefore() {
        mongo.run("{createIndexes: 'log', indexes: [{key: {key: 1}, name: 'message_key', unique: true}]}");
        String entries = IntStream.rangeClosed(1, MESSAGES)
                .mapToObj(seq -> "{_id: 'old!1!%016d', key: 'old!1!ann!m%d', time: 1, kind: 'message', body: '1'}"
                        .formatted(seq, seq))
                .collect(Collectors.joining(","));
        mongo.run("{insert: 'log', documents: [" + entries + "], writeConcern: {w: 'majority', j: true}}");
    }

    private void awaitTrimmed() {
        long end = System.nanoTime() + TAKEOVER.toNanos();
        String beforeTheLast =
                "{find: 'log', filter: {_id: 'old!1!%016d'}, readConcern: {level: 'majority'}}".formatted(MESSAGES - 1);
        while (!mongo.run(beforeTheLast).at("/cursor/firstBatch").isEmpty()) {
            assertThat(System.nanoTime()).as("retention").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** How many documents were asked for by name, or at the most. */
    private static long asked(JsonNode operation) {
        long named = StreamSupport.stream(filter(operation).spliterator(), false)
                .mapToLong(value -> Math.max(1, value.path("$in").size()))
                .max()
                .orElse(1);
        return Math.max(named, command(operation).path("limit").asLong(0));
    }

    private static String op(JsonNode operation) {
        return operation.path("op").asText();
    }

    private static JsonNode command(JsonNode operation) {
        return operation.path("command");
    }

    private static JsonNode filter(JsonNode operation) {
        JsonNode command = command(operation);
        if (command.has("pipeline")) {
            return command.at("/pipeline/0/$match");
        }
        return command.has("q") ? command.path("q") : command.path("filter");
    }

    private static String shown(JsonNode operation) {
        String json = operation.toString();
        return json.substring(0, Math.min(json.length(), 2_000));
    }

    private static SocketClient connect(ServerProcess server, String user) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)),
                List.of());
    }

    /** Until it is joined: a room that changes hands may be unavailable for some seconds. */
    private static void join(SocketClient client, String room) {
        long end = System.nanoTime() + TAKEOVER.toNanos();
        JsonNode answer = client.request(Map.of("type", "join", "room", room, "presence", false));
        while (!answer.get("type").asText().equals("joined")) {
            assertThat(System.nanoTime()).as(answer.toString()).isLessThan(end);
            answer = client.request(Map.of("type", "join", "room", room, "presence", false));
        }
    }

    /** The last ack. */
    private static JsonNode sendAll(SocketClient client, String room, int from, int count) {
        for (int i = from; i < from + count; i++) {
            client.send(Map.of("type", "send", "id", room + i, "room", room, "clientMsgId", "m" + i, "body", i));
        }
        JsonNode ack = null;
        for (int i = from; i < from + count; i++) {
            String id = room + i;
            ack = client.awaitAfter(0, frame -> frame.path("id").asText().equals(id), TAKEOVER);
            assertThat(ack.get("type").asText()).as(ack.toString()).isEqualTo("ack");
        }
        return ack;
    }

    /** An edit and a deletion each of a message that is not among the last ones. */
    private static void change(SocketClient client, String room) {
        for (int target = 1; target <= 3; target++) {
            Map<String, Object> edit =
                    Map.of("type", "edit", "room", room, "clientMsgId", "e" + target, "target", target);
            Map<String, Object> withBody = new HashMap<>(edit);
            withBody.put("body", "other");
            assertThat(client.request(withBody).get("type").asText()).isEqualTo("ack");
        }
        for (int target = 1; target <= 2; target++) {
            assertThat(client.request(Map.of(
                                    "type", "delete", "room", room, "clientMsgId", "d" + target, "target", target))
                            .get("type")
                            .asText())
                    .isEqualTo("ack");
        }
    }

    /** Chunks of one stream through both nodes, repeated, and what is missing of it. */
    private static void upload(SocketClient here, SocketClient there) {
        for (int i = 0; i < 20; i++) {
            Map<String, ?> chunk = Map.of("type", "chunk", "stream", "s", "seq", 2 * i, "data", "AP9B");
            assertThat(here.request(chunk).path("type").asText()).isEqualTo("chunk-ack");
            assertThat(here.request(chunk).path("duplicate").asBoolean()).isTrue();
            there.request(chunk);
        }
        assertThat(here.request(Map.of("type", "missing", "stream", "s")).path("missing"))
                .hasSize(19);
    }

    private static void readAll(ServerProcess server) {
        try (SocketClient reader = connect(server, "carol")) {
            reader.request(Map.of("type", "history", "room", "a", "before", 200, "limit", 100));
            reader.request(Map.of("type", "history", "room", "a", "after", 7));
            reader.request(Map.of("type", "join", "room", "a", "tail", 20));
            reader.request(Map.of("type", "resume", "rooms", Map.of("a", 0, "empty", 0, "ahead", 5)));
            reader.request(Map.of("type", "presence", "room", "a"));
        }
    }
}
