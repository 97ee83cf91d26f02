package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that comes back gets what it missed, all of it and nothing twice, and then what comes new. */
class ResumeIT {
    private static ServerProcess server;

    private final Progress progress = new Progress();
    private final String room = "room-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thereIsNoSeamBetweenWhatWasMissedAndWhatComesNew() throws Exception {
        ChatClient writer = client("writer");
        List<ChatClient> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(client("reader" + i));
        }
        writer.connect(server.ws("/ws"));
        writer.send(6_000, 20);
        Random random = new Random(1);
        while (writer.unanswered() > 0) {
            ChatClient one = readers.get(random.nextInt(readers.size()));
            if (one.isConnected()) {
                one.cut();
            } else {
                one.connect(server.ws("/ws"));
            }
        }
        for (ChatClient reader : readers) {
            if (!reader.isConnected()) {
                reader.connect(server.ws("/ws"));
            }
        }
        readers.add(writer);
        progress.await(
                "all see all", () -> readers.stream().allMatch(r -> r.view().last() >= 6_000));
        Histories.check(writer.view(), readers);
    }

    @Test
    void whateverTheDistanceItComesInPages() throws Exception {
        fill(1_234);
        try (SocketClient bob = connect("bob")) {
            JsonNode joined = bob.request(Map.of("type", "join", "room", room, "lastSeq", 0));
            assertThat(joined.get("status").asText()).isEqualTo("recovered");
            assertThat(joined.get("missed").asInt()).isEqualTo(1_234);
            assertThat(joined.get("seq").asInt()).isEqualTo(1_234);
            List<JsonNode> pages = bob.received("missed");
            long next = 1;
            for (JsonNode page : pages) {
                assertThat(page.get("fromSeq").asLong()).isEqualTo(next);
                assertThat(page.get("messages")).hasSizeBetween(1, 100);
                next = page.get("toSeq").asLong() + 1;
                assertThat(page.get("more").asBoolean()).isEqualTo(next <= 1_234);
            }
            assertThat(next).isEqualTo(1_235);
        }
    }

    @Test
    void manyRoomsComeBackByOneFrameEachWithItsOwnOutcome() throws Exception {
        fill(10);
        try (SocketClient bob = connect("bob")) {
            String epoch = bob.request(Map.of("type", "join", "room", room))
                    .get("epoch")
                    .asText();
            Map<String, Object> rooms = Map.of(
                    room,
                    Map.of("seq", 7, "epoch", epoch),
                    room + "-empty",
                    0,
                    room + "-ahead",
                    5,
                    room + "-epoch",
                    Map.of("seq", 0, "epoch", "another.1"));
            JsonNode outcome =
                    bob.request(Map.of("type", "resume", "rooms", rooms)).get("rooms");
            assertThat(outcome.at("/" + room + "/status").asText()).isEqualTo("recovered");
            assertThat(outcome.at("/" + room + "/missed").asInt()).isEqualTo(3);
            assertThat(outcome.at("/" + room + "-empty/status").asText()).isEqualTo("recovered");
            assertThat(outcome.at("/" + room + "-ahead/status").asText()).isEqualTo("reset");
            assertThat(outcome.at("/" + room + "-ahead/from").asInt()).isEqualTo(1);
            assertThat(outcome.at("/" + room + "-epoch/status").asText()).isEqualTo("reset");
        }
    }

    @Test
    void aClientOfAnotherEpochGetsTheLogFromItsStart() throws Exception {
        fill(150);
        try (SocketClient bob = connect("bob")) {
            JsonNode joined = bob.request(Map.of("type", "join", "room", room, "lastSeq", 120, "epoch", "another.1"));
            assertThat(joined.get("status").asText()).isEqualTo("reset");
            assertThat(joined.get("from").asInt()).isEqualTo(1);
            List<JsonNode> pages = bob.received("missed");
            assertThat(pages.get(0).get("reset").asBoolean()).isTrue();
            assertThat(pages.get(0).get("fromSeq").asInt()).isEqualTo(1);
            assertThat(pages.get(1).has("reset")).isFalse();
            assertThat(pages.get(pages.size() - 1).get("toSeq").asInt()).isEqualTo(150);
        }
    }

    @Test
    void aFirstVisitMaySeeTheLastEntries() throws Exception {
        fill(30);
        try (SocketClient bob = connect("bob")) {
            JsonNode joined = bob.request(Map.of("type", "join", "room", room, "tail", 5));
            assertThat(joined.get("status").asText()).isEqualTo("live");
            assertThat(joined.get("missed").asInt()).isEqualTo(5);
            assertThat(bob.received("missed").get(0).get("fromSeq").asInt()).isEqualTo(26);
        }
    }

    @Test
    void aClientThatDoesNotReadGetsAllWhenItReadsAgainAndHoldsNobodyBack() throws Exception {
        ChatClient writer = client("writer");
        ChatClient slow = client("slow");
        writer.connect(server.ws("/ws"));
        slow.connect(server.ws("/ws"));
        progress.await(
                "both are in",
                () -> writer.view().epoch() != null && slow.view().epoch() != null);
        slow.stopReading();
        writer.send(40_000, 200);
        progress.await("the writer sees all", () -> writer.view().last() >= 40_000 && writer.unanswered() == 0);
        assertThat(slow.view().last()).isLessThan(40_000);
        slow.readAgain();
        progress.await("the slow one sees all", () -> slow.view().last() >= 40_000);
        assertThat(slow.lagged()).as("told that it lags").isPositive();
        Histories.check(writer.view(), List.of(writer, slow));
    }

    @Test
    void whoAsksAndDoesNotReadIsNotHeardUntilItReads() throws Exception {
        Map<String, Integer> rooms = new LinkedHashMap<>();
        for (int i = 10; i < 70; i++) {
            rooms.put(room + "-" + i + "x".repeat(80), 0);
        }
        try (SocketClient greedy = connect("greedy")) {
            greedy.request(Map.of("type", "resume", "presence", false, "rooms", rooms));
            greedy.stopReading();
            // Questions and answers of some 7 KB each, 10,000 of them: more than all buffers between the two can hold.
            Map<String, Object> ping = Map.of("type", "ping", "rooms", List.copyOf(rooms.keySet()));
            AtomicInteger asked = new AtomicInteger();
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
                while (asked.get() < 10_000) {
                    greedy.send(ping);
                    asked.incrementAndGet();
                }
            });
            int before;
            do {
                before = asked.get();
                assertThatThrownBy(() -> asking.get(1500, TimeUnit.MILLISECONDS))
                        .as("asking comes to a halt")
                        .isInstanceOf(TimeoutException.class);
            } while (asked.get() > before);
            greedy.cut();
        }
    }

    private ChatClient client(String user) {
        return new ChatClient(user, Tokens.token(TestServer.SECRET, user), room, progress);
    }

    private SocketClient connect(String user) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, user)),
                List.of());
    }

    private void fill(int messages) throws InterruptedException {
        ChatClient ann = client("ann");
        ann.connect(server.ws("/ws"));
        ann.send(messages, 100);
        progress.await("the room is filled", () -> ann.ackedCount() == messages);
        ann.cut();
    }
}
