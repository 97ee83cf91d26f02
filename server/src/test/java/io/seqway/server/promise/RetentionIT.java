package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.Await;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Retention removes thousands of entries that are hours old, while clients of two nodes send and come back to the same rooms,
 * and one of the nodes is killed amid it: no hole, no seq that is given twice, and {@code reset} exactly where the floor has
 * passed the client.
 */
class RetentionIT {
    private static final List<String> ROOMS = List.of("a", "b", "c", "d");
    private static final int OLD = 3_000;
    private static final int KEPT = 50;
    private static final int SENT = 200;
    /** In one room as long as it takes to fill what is between a node and a client that does not read. */
    private static final String LONG = "x".repeat(3_000);

    private static final int BULK = 500;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Progress progress = new Progress();
    private final String name = TestMongo.freshDatabase();
    private volatile boolean killed;
    private volatile boolean over;

    @Test
    void nobodyMissesAnythingButWhatIsRemoved() throws Exception {
        try (TestDatabase stored = new TestDatabase(name)) {
            fill(stored);
            try (TestServer.Cluster cluster = TestServer.on(TestMongo.uri(), name, TestRedis.uri())
                    .and("--idle-seconds", "300")
                    .startCluster(List.of("all", "all"))) {
                run(cluster.nodes(), stored);
            }
        }
    }

    private void run(List<ServerProcess> nodes, TestDatabase stored) throws Exception {
        Follower stuck = new Follower("stuck", "a", 0);
        try (SocketClient socket = stuck.connect(nodes.get(1))) {
            stuck.resume(socket);
            socket.await("missed");
            socket.stopReading();
            stored.run(rules());
            List<ChatClient> senders = send(nodes);
            List<Follower> followers = followers();
            List<CompletableFuture<Void>> following = followers.stream()
                    .map(follower -> CompletableFuture.runAsync(() -> follow(follower, nodes)))
                    .toList();
            Await.until("something is removed", LIMIT, () -> floors(stored).values().stream()
                    .anyMatch(seq -> seq > 0));
            killed = true;
            nodes.get(0).kill();
            Await.until("all is removed", LIMIT, () -> isDone(stored));
            progress.await("all is acked", () -> senders.stream().allMatch(s -> s.ackedCount() == SENT));
            over = true;
            following.forEach(CompletableFuture::join);
            socket.readAgain();
            Follower.awaitResumed(socket);
            stuck.take(socket);
            assertThat(stuck.resets())
                    .as("who did not read, and may have been told of an earlier beginning")
                    .last()
                    .returns(OLD + 1L, Follower.Reset::from);
            followers.add(stuck);
            check(nodes.get(1), senders, followers);
            checkUnread(nodes.get(1));
            checkReport(nodes.get(1));
        }
    }

    /** What was said two hours ago. */
    private void fill(TestDatabase stored) {
        stored.run("{createIndexes: 'log', indexes: [{key: {key: 1}, name: 'message_key', unique: true}]}");
        long time = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(2);
        for (String room : ROOMS) {
            for (int first = 1; first <= OLD; first += BULK) {
                String entries = LongStream.range(first, first + BULK)
                        .mapToObj(seq -> entry(room, seq, time))
                        .collect(Collectors.joining(","));
                stored.run("{insert: 'log', documents: [" + entries + "]}");
            }
        }
    }

    private static String entry(String room, long seq, long time) {
        return "{_id: '%s', key: '%s!1!old!o%d', time: %d, kind: 'message', body: '\"%s\"', count: %d}"
                .formatted(id(room, seq), room, seq, time + seq, room.equals("a") ? LONG : "short", seq);
    }

    private static String id(String room, long seq) {
        return "%s!1!%016d".formatted(room, seq);
    }

    private static String rules() {
        String documents = ROOMS.stream()
                .map(room -> "{_id: '" + room + "', retention: {maxEntries: " + KEPT + "}}")
                .collect(Collectors.joining(","));
        return "{insert: 'rooms', documents: [" + documents + "]}";
    }

    private List<ChatClient> send(List<ServerProcess> nodes) {
        List<ChatClient> senders = new ArrayList<>();
        for (int i = 0; i < 2 * ROOMS.size(); i++) {
            String user = "sender" + i;
            ChatClient sender = new ChatClient(user, Tokens.token(TestServer.SECRET, user), ROOMS.get(i / 2), progress)
                    .goingTo(nodes.get(1).ws("/ws"));
            sender.connect(nodes.get(i % 2).ws("/ws"));
            sender.send(SENT, 2);
            senders.add(sender);
        }
        return senders;
    }

    /** They are everywhere in what will be removed, and one is not. */
    private static List<Follower> followers() {
        List<Follower> followers = new ArrayList<>();
        for (String room : ROOMS) {
            followers.add(new Follower("reader-" + room, room, OLD / 4L * ROOMS.indexOf(room)));
        }
        followers.add(new Follower("last", "b", OLD));
        return followers;
    }

    /** Comes and goes, by whichever node there is. */
    private void follow(Follower follower, List<ServerProcess> nodes) {
        for (int turn = 0; !over; turn++) {
            int chosen = killed ? 1 : turn % nodes.size();
            try (SocketClient socket = follower.connect(nodes.get(chosen))) {
                follower.resume(socket);
                try {
                    Follower.awaitResumed(socket);
                } catch (AssertionError gone) {
                    assertThat(killed && chosen == 0).as(gone.getMessage()).isTrue();
                }
                socket.cut();
                follower.take(socket);
            } catch (CompletionException refused) {
                assertThat(killed && chosen == 0).as(refused.getMessage()).isTrue();
            }
        }
    }

    private static Map<String, Long> floors(TestDatabase stored) {
        Map<String, Long> floors = new HashMap<>();
        for (JsonNode floor : stored.run("{find: 'floors'}").at("/cursor/firstBatch")) {
            floors.put(floor.path("_id").asText(), floor.path("removed").asLong());
        }
        return floors;
    }

    /** Nothing young goes, and so the floor ends where the old entries do. */
    private static boolean isDone(TestDatabase stored) {
        return ROOMS.stream()
                .allMatch(room -> floors(stored).getOrDefault(room + "!1", 0L) == OLD
                        && stored.run("{count: 'log', query: {_id: {$gte: '%s', $lte: '%s'}}}"
                                                .formatted(id(room, 1), id(room, OLD)))
                                        .path("n")
                                        .asInt()
                                == 0);
    }

    private void check(ServerProcess node, List<ChatClient> senders, List<Follower> followers) {
        for (String room : ROOMS) {
            Map<Long, String> log = log(node, room);
            assertThat(log.keySet())
                    .as("seqs of %s", room)
                    .containsExactlyElementsOf(LongStream.rangeClosed(OLD + 1, OLD + 2L * SENT)
                            .boxed()
                            .toList());
            assertThat(log.values()).as("messages of %s", room).doesNotHaveDuplicates();
            senders.stream().filter(sender -> sender.room().equals(room)).forEach(sender -> {
                assertThat(sender.acked()).hasSize(SENT);
                sender.acked().forEach((id, seq) -> assertThat(log).containsEntry(seq, sender.user() + ' ' + id));
            });
            followers.stream()
                    .filter(follower -> follower.room().equals(room))
                    .forEach(follower -> check(follower, log));
        }
    }

    private static void check(Follower follower, Map<Long, String> log) {
        follower.seen().forEach((seq, what) -> assertThat(what).isEqualTo(seq <= OLD ? "old o" + seq : log.get(seq)));
        assertThat(follower.resets()).allMatch(reset -> reset.from() <= OLD + 1);
    }

    /** All that is kept, as somebody is given it who comes from the start. */
    private static Map<Long, String> log(ServerProcess node, String room) {
        Follower reader = new Follower("late", room, 0);
        try (SocketClient socket = reader.connect(node)) {
            reader.resume(socket);
            Follower.awaitResumed(socket);
            socket.cut();
            reader.take(socket);
        }
        assertThat(reader.resets()).containsExactly(new Follower.Reset(0, OLD + 1));
        return reader.seen();
    }

    /** Who has read nothing has to read what is kept. */
    private static void checkUnread(ServerProcess node) {
        try (SocketClient newcomer = new Follower("newcomer", "a", 0).connect(node)) {
            newcomer.request(Map.of("type", "join", "room", "a", "presence", false));
            Await.until("the room is listed", LIMIT, () -> !rooms(newcomer).isEmpty());
            assertThat(rooms(newcomer).path(0).path("unread").asInt()).isEqualTo(2 * SENT);
        }
    }

    private static JsonNode rooms(SocketClient client) {
        return client.request(Map.of("type", "rooms")).path("rooms");
    }

    /** Those who look after the nodes see where a room begins. */
    private static void checkReport(ServerProcess node) throws Exception {
        String token = Tokens.token(TestServer.SECRET, "backend", Map.of("role", "service"), Duration.ofMinutes(5));
        HttpRequest asked = HttpRequest.newBuilder(node.http("/admin/rooms/a"))
                .header("Authorization", "Bearer " + token)
                .build();
        String report = HttpClient.newHttpClient()
                .send(asked, HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(report).contains("\"floor\":" + OLD + ',');
    }
}
