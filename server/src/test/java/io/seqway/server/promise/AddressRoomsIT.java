package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import io.seqway.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rooms in the address are resumed as if the frame had been sent, as soon as it is known who speaks. */
class AddressRoomsIT {
    private static ServerProcess server;

    @BeforeAll
    static void twoRoomsHaveThreeEntriesEach() {
        server = ServerProcess.start(
                "--mongo-uri=" + TestMongo.uri(),
                "--mongo-database=" + TestMongo.freshDatabase(),
                "--redis-uri=" + TestRedis.uri(),
                "--host=127.0.0.1",
                "--room-access=open",
                "--jwt-secret=" + TestServer.SECRET,
                "--max-rooms-per-resume=2");
        try (SocketClient ann = SocketClient.connect(server.ws("/ws?access_token=" + token()))) {
            for (String room : new String[] {"a", "b"}) {
                ann.request(Map.of("type", "join", "room", room));
                for (int i = 1; i <= 3; i++) {
                    ann.request(Map.of("type", "send", "room", room, "clientMsgId", "m" + i, "body", i));
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eachFromWhereTheClientStands() {
        try (SocketClient ben =
                SocketClient.connect(server.ws("/ws?room=a&room=b&lastSeq=1&lastSeq=3&access_token=" + token()))) {
            assertResumed(ben);
        }
    }

    @Test
    void onceTheFirstFrameHasBroughtTheToken() {
        try (SocketClient ben = SocketClient.connect(server.ws("/ws?room=a&lastSeq=1&room=b&lastSeq=3"))) {
            ben.await("welcome");
            ben.request(Map.of("type", "ping"));
            assertThat(ben.received("resumed")).isEmpty();
            ben.request(Map.of("type", "auth", "token", token()));
            assertResumed(ben);
        }
    }

    @Test
    void notMoreThanOneFrameMayName() {
        try (SocketClient ben = SocketClient.connect(
                server.ws("/ws?room=a&lastSeq=0&room=b&lastSeq=0&room=c&lastSeq=0&access_token=" + token()))) {
            JsonNode error = ben.await("error");
            assertThat(error.path("code").asText()).isEqualTo("limit-exceeded");
            assertThat(error.path("limit").asText()).isEqualTo("max-rooms-per-resume=2");
            ben.request(Map.of("type", "ping"));
            assertThat(ben.received("missed")).isEmpty();
        }
    }

    private static void assertResumed(SocketClient client) {
        JsonNode rooms = client.await("resumed").path("rooms");
        assertThat(rooms.path("a").path("status").asText()).isEqualTo("recovered");
        assertThat(rooms.path("a").path("missed").asInt()).isEqualTo(2);
        assertThat(rooms.path("b").path("missed").asInt()).isZero();
        JsonNode missed = client.received("missed").get(0);
        assertThat(missed.path("fromSeq").asInt()).isEqualTo(2);
        assertThat(missed.path("toSeq").asInt()).isEqualTo(3);
    }

    private static String token() {
        return Tokens.token(TestServer.SECRET, "ann");
    }
}
