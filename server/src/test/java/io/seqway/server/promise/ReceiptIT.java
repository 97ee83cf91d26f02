package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How far users are is the same through either node, whichever of the two owns the room. */
class ReceiptIT {
    /** As many as let either node own some of them. */
    private static final List<String> ROOMS =
            IntStream.range(10, 26).mapToObj(i -> "room" + i).toList();

    private static TestServer.Cluster cluster;
    private static Onlooker ann;
    private static Onlooker ben;

    @BeforeAll
    static void annHasSentTwoMessagesThroughOneNodeAndBenIsOnTheOther() throws InterruptedException {
        TestServer server = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri());
        cluster = server.startCluster(List.of("all", "all"));
        new Progress().await("either node owns rooms", () -> cluster.nodes().stream()
                .allMatch(node -> node.output().contains("partitions are this node's now")));
        ann = Onlooker.join(cluster.nodes().get(0), "ann", ROOMS);
        ben = Onlooker.join(cluster.nodes().get(1), "ben", ROOMS);
        for (String room : ROOMS) {
            for (String name : List.of("m1", "m2")) {
                ann.socket().request(Map.of("type", "send", "room", room, "clientMsgId", name, "body", name));
            }
        }
    }

    @AfterAll
    static void stop() {
        ann.close();
        ben.close();
        cluster.close();
    }

    @Test
    void oneSaysItAndTheOtherIsToldAndBothNodesAnswerTheSame() throws InterruptedException {
        for (String room : ROOMS) {
            say(ben.socket(), room, Map.of("delivered", 2, "read", 1));
            JsonNode told = ann.socket()
                    .await(frame -> frame.path("type").asText().equals("receipt")
                            && frame.path("room").asText().equals(room));
            assertThat(told.path("userId").asText()).isEqualTo("ben");
            assertThat(told.path("delivered").asLong()).isEqualTo(2);
            assertThat(told.path("read").asLong()).isEqualTo(1);
        }
        assertThat(ben.socket().received("receipt"))
                .as("who says it is not told")
                .isEmpty();
        for (String room : ROOMS) {
            for (Onlooker asking : List.of(ann, ben)) {
                JsonNode all = asking.socket().request(Map.of("type", "receipts", "room", room));
                assertThat(all.path("cursors").findValuesAsText("userId")).containsExactly("ann", "ben");
                assertThat(all.path("cursors").findValuesAsText("read")).containsExactly("2", "1");
                assertThat(all.path("more").asBoolean()).isFalse();
            }
        }
        new Progress().await("what was said is written", () -> unread(reader("ben", 0))
                .equals(List.of(1L)));
        assertThat(unread(reader("ben", 1))).containsExactly(1L);
        assertThat(unread(reader("ann", 1))).containsExactly(0L);
    }

    @Test
    void theOwnRoomsComeInPages() {
        try (SocketClient socket = reader("ann", 1).socket()) {
            JsonNode first = socket.request(Map.of("type", "rooms", "limit", 10));
            JsonNode second = socket.request(Map.of(
                    "type", "rooms", "limit", 10, "cursor", first.path("cursor").asText()));
            assertThat(first.path("rooms").findValuesAsText("room")).isEqualTo(ROOMS.subList(0, 10));
            assertThat(second.path("rooms").findValuesAsText("room")).isEqualTo(ROOMS.subList(10, ROOMS.size()));
            assertThat(second.has("cursor")).isFalse();
            assertThat(first.path("rooms").findValuesAsText("seq")).containsOnly("2");
        }
    }

    @Test
    void aRoomThatWasNotJoinedHearsNothing() {
        try (SocketClient socket = reader("cid", 1).socket()) {
            socket.send(Map.of("type", "receipt", "id", 7, "room", ROOMS.get(0), "read", 1));
            assertThat(socket.awaitReply(7).path("code").asText()).isEqualTo("not-joined");
            assertThat(socket.request(Map.of("type", "rooms")).path("rooms")).isEmpty();
        }
    }

    private static void say(SocketClient socket, String room, Map<String, Integer> seqs) {
        socket.send(
                Map.of("type", "receipt", "room", room, "delivered", seqs.get("delivered"), "read", seqs.get("read")));
    }

    /** A connection that has joined nothing. */
    private static Onlooker reader(String user, int node) {
        return Onlooker.join(cluster.nodes().get(node), user, List.of());
    }

    /** What is unread, all the same in all rooms; empty as long as not all of them are listed. */
    private static List<Long> unread(Onlooker reader) {
        try (reader) {
            JsonNode rooms = reader.socket().request(Map.of("type", "rooms")).path("rooms");
            return rooms.size() < ROOMS.size()
                    ? List.of()
                    : StreamSupport.stream(rooms.spliterator(), false)
                            .map(room -> room.path("unread").asLong())
                            .distinct()
                            .toList();
        }
    }
}
