package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestDatabase;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What it costs to come back to a room for its last 50 entries: the time, and how often the log is read, whatever the
 * length of the log. It measures, so it runs by a command of its own (README), on a MongoDB that keeps a record.
 */
class ResumeCost {
    private static final int SHORT = 1_000;
    private static final int LONG = 1_000_000;
    private static final int DISTANCE = 50;
    private static final int COLD = 7;
    private static final int WARM = 101;
    private static final int FILL = 2_000;

    private final String name = TestMongo.freshDatabase();
    private final TestServer command = TestServer.on(TestMongo.uri(), name, TestRedis.uri());
    private final Map<String, List<Long>> micros = new HashMap<>();
    private final Map<String, List<Long>> reads = new HashMap<>();

    @Test
    void aLongRoomIsResumedAsFastAsAShortOne() {
        try (TestDatabase mongo = new TestDatabase(name)) {
            ServerProcess server = command.start();
            try {
                fill(mongo, "short", SHORT);
                fill(mongo, "long", LONG);
                fill(mongo, "other", SHORT);
                mongo.record();
                for (int i = 0; i < COLD; i++) {
                    server.terminate();
                    server = server.startAgain();
                    cold(mongo, server, i);
                }
                warm(mongo, server);
                fromMemory(mongo, server);
            } finally {
                server.close();
            }
        }
        micros.keySet().stream()
                .sorted()
                .forEach(what -> System.out.printf(
                        "%-12s %6d us (median of %d; %d to %d), reads %s%n",
                        what,
                        median(micros.get(what)),
                        micros.get(what).size(),
                        Collections.min(micros.get(what)),
                        Collections.max(micros.get(what)),
                        reads.get(what).stream().distinct().sorted().toList()));
        for (String state : List.of("cold", "warm", "memory")) {
            double ratio = 1.0 * median(micros.get(state + " long")) / median(micros.get(state + " short"));
            System.out.printf("%s: long / short = %.2f%n", state, ratio);
            assertThat(ratio).as(state).isLessThan(1.5);
        }
        assertThat(reads.get("memory long")).as("reads of what is in memory").containsOnly(0L);
    }

    /** In a server that has opened rooms before, but not these. */
    private void cold(TestDatabase mongo, ServerProcess server, int round) {
        try (SocketClient ann = connect(server)) {
            for (int i = 0; i < 200; i++) {
                resume(ann, "empty" + i, 0);
                resume(ann, "other", SHORT - DISTANCE);
            }
            List<String> rooms = round % 2 == 0 ? List.of("short", "long") : List.of("long", "short");
            for (String room : rooms) {
                measure(mongo, ann, "cold", room, 0);
            }
        }
    }

    /** The owner has read what is missed before, from the log. */
    private void warm(TestDatabase mongo, ServerProcess server) {
        try (SocketClient ann = connect(server)) {
            for (int i = 0; i < WARM; i++) {
                measure(mongo, ann, "warm", "short", 0);
                measure(mongo, ann, "warm", "long", 0);
            }
        }
    }

    /** What is missed was sent through this owner. */
    private void fromMemory(TestDatabase mongo, ServerProcess server) {
        try (SocketClient ann = connect(server)) {
            for (String room : List.of("short", "long")) {
                ann.request(Map.of("type", "join", "room", room, "presence", false));
                for (int i = 0; i < DISTANCE; i++) {
                    ann.send(Map.of("type", "send", "id", room + i, "room", room, "clientMsgId", "new" + i, "body", i));
                }
                for (int i = 0; i < DISTANCE; i++) {
                    assertThat(ann.awaitReply(room + i).get("type").asText()).isEqualTo("ack");
                }
                ann.request(Map.of("type", "leave", "room", room));
            }
            for (int i = 0; i < WARM; i++) {
                measure(mongo, ann, "memory", "short", DISTANCE);
                measure(mongo, ann, "memory", "long", DISTANCE);
            }
        }
    }

    private void measure(TestDatabase mongo, SocketClient client, String state, String room, int sent) {
        long before = reads(mongo);
        long took = resume(client, room, head(room) + sent - DISTANCE);
        String what = state + " " + room;
        micros.computeIfAbsent(what, w -> new ArrayList<>()).add(took);
        reads.computeIfAbsent(what, w -> new ArrayList<>()).add(reads(mongo) - before);
    }

    private static long resume(SocketClient client, String room, long lastSeq) {
        long began = System.nanoTime();
        JsonNode answer = client.request(Map.of("type", "resume", "presence", false, "rooms", Map.of(room, lastSeq)));
        long micros = (System.nanoTime() - began) / 1_000;
        JsonNode outcome = answer.get("rooms").get(room);
        assertThat(outcome.get("status").asText()).isEqualTo("recovered");
        assertThat(outcome.get("missed").asInt()).isEqualTo(lastSeq == 0 ? 0 : DISTANCE);
        client.request(Map.of("type", "leave", "room", room));
        return micros;
    }

    /** Reads of the log so far. */
    private long reads(TestDatabase mongo) {
        return mongo.run("{count: 'system.profile', query: {ns: '" + name + ".log', op: {$in: ['query', 'getmore']}}}")
                .get("n")
                .asLong();
    }

    private static long head(String room) {
        return room.equals("long") ? LONG : room.startsWith("empty") ? 0 : SHORT;
    }

    private static void fill(TestDatabase mongo, String room, int entries) {
        for (int first = 1; first <= entries; first += FILL) {
            StringBuilder documents = new StringBuilder();
            for (int seq = first; seq < Math.min(first + FILL, entries + 1); seq++) {
                documents
                        .append("{_id: '%s!1!%016d', key: '%s!1!ann!m%d', time: {$numberLong: '1'},"
                                .formatted(room, seq, room, seq))
                        .append(" kind: 'message', body: '\"")
                        .append("x".repeat(98))
                        .append("\"'},");
            }
            mongo.run("{insert: 'log', documents: [" + documents + "]}");
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static SocketClient connect(ServerProcess server) {
        return SocketClient.connect(
                server.ws("/ws"),
                Map.of("Authorization", "Bearer " + Tokens.token(TestServer.SECRET, "ann")),
                List.of());
    }
}
