package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.json;
import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said by its status, its code, and the field or the limit that it met. */
class RefusedOverHttpIT {
    private final ApiServer server = ApiServer.shared();
    private final String room = ApiServer.fresh("refused");

    @Test
    void theSameNameForAnotherMessageIsAConflict() {
        server.post(messages(room), user("ann"), message("m1", 1)).is(201);
        server.post(messages(room), user("ann"), message("m1", 2)).isProblem(409, "id-conflict");
    }

    @Test
    void aRoomThatTheTokenDoesNotOpenIsRefusedAsOneThatDoesNotExist() {
        String narrow = Tokens.token(TestServer.SECRET, "ann", Map.of("rooms", List.of("lobby")), Duration.ofHours(1));
        server.post(messages(room), narrow, message("m1", 1)).isProblem(403, "not-a-member");
        server.get(messages(room) + "?after=0", narrow).isProblem(403, "not-a-member");
        server.get("/api/rooms/" + room + "/presence", narrow).isProblem(403, "not-a-member");
    }

    @Test
    void withoutAGoodTokenNothingIsAnswered() {
        String address = messages(room) + "?after=0";
        server.ask("GET", address, Map.of(), "").isProblem(401, "unauthenticated");
        server.ask("GET", address + "&access_token=" + user("ann"), Map.of(), "")
                .isProblem(401, "unauthenticated");
        server.ask("GET", address, Map.of("Authorization", "Basic YTpi"), "").isProblem(401, "unauthenticated");
        server.get(address, "not-a-token").isProblem(401, "unauthenticated");
        server.get(address, Tokens.wronglySigned(TestServer.SECRET, "ann")).isProblem(401, "unauthenticated");
        String ended = Tokens.token(TestServer.SECRET, "ann", Map.of(), Duration.ofSeconds(-10));
        Answer answer = server.get(address, ended).isProblem(401, "token-expired");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aBodyOrAContentThatIsTooLargeNamesItsLimit() {
        server.post(messages(room), user("ann"), message("m1", "x".repeat(32 * 1024)))
                .isProblem(413, "too-large")
                .naming("max-body-bytes=32768");
        server.post(messages(room), user("ann"), message("m1", "x".repeat(64 * 1024)))
                .isProblem(413, "too-large")
                .naming("max-frame-bytes=65536");
    }

    @Test
    void onlyJsonIsTaken() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/xml")) {
            Map<String, String> headers = Map.of("Authorization", "Bearer " + user("ann"), "Content-Type", type);
            server.ask("POST", messages(room), headers, message("m1", 1)).isProblem(415, "unsupported-media-type");
        }
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + user("ann"), "Content-Type", "application/json; charset=UTF-8");
        server.ask("POST", messages(room), headers, message("m1", 1)).is(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clientMsgId\":\"a b\",\"body\":1} | clientMsgId",
                "{\"clientMsgId\":7,\"body\":1} | clientMsgId",
                "{\"clientMsgId\":\"m1\"} | body",
                "{\"clientMsgId\":\"m1\",\"body\":1,\"replyTo\":0} | replyTo",
                "{\"clientMsgId\":\"m1\",\"body\":1,\"after\":\"\"} | after",
                "{\"clientMsgId\":\"m1\",\"body\":1,\"sender\":\"..\"} | sender",
                "[] | one JSON object"
            })
    void theFieldThatIsWrongIsNamed(String contentAndField) {
        String[] parts = contentAndField.split(" \\| ");
        server.post(messages(room), user("ann"), parts[0])
                .isProblem(400, "bad-request")
                .saying(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=-1 | after",
                "after=1.5 | after",
                "after=x | after",
                "after= | after",
                "before=0 | before",
                "before=9007199254740992 | before",
                "after=0&limit=0 | limit",
                "after=0&limit=101 | limit",
                "limit=5 | after, before and since",
                "after=0&before=9 | after, before and since"
            })
    void theParameterThatIsWrongIsNamed(String queryAndName) {
        String[] parts = queryAndName.split(" \\| ");
        server.get(messages(room) + '?' + parts[0], service())
                .isProblem(400, "bad-request")
                .saying(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%2Fb", "%C3%A9", "a%00b"})
    void aRoomThatIsNoIdIsRefused(String name) {
        server.get(messages(name) + "?after=0", user("ann"))
                .isProblem(400, "bad-request")
                .saying("room");
    }

    @Test
    void noBodyAtAllIsNamed() {
        server.post(messages(room), user("ann"), "").isProblem(400, "bad-request");
    }

    @Test
    void membersThatAreNotKnownAreIgnored() {
        server.post(
                        messages(room),
                        user("ann"),
                        json(Map.of("clientMsgId", "m1", "body", 1, "mode", "durable", "x", Map.of())))
                .is(201);
    }

    @Test
    void anAddressWithoutASlashInFrontIsNotFound() throws Exception {
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send("GET api/rooms/room/messages?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                    + Tokens.token(TestServer.SECRET, "ann") + "\r\n\r\n");
            assertThat(socket.readHead().status()).isEqualTo(404);
        }
    }

    @Test
    void contentThatIsNotUtf8IsRefused() throws IOException {
        byte[] content = "{\"clientMsgId\":\"m1\",\"body\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send("POST " + messages(room) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + user("ann") + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length
                    + "\r\n\r\n");
            socket.send(content);
            assertThat(socket.readHead().status()).isEqualTo(400);
        }
    }

    @Test
    void contentThatCannotBeReadIsTheClientsMistake() throws IOException {
        String head = "POST " + messages(room) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user("ann")
                + "\r\nContent-Type: application/json\r\n";
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cli\r\nno size\r\n");
            socket.awaitEnd(RawSocket.LIMIT);
        }
        try (RawSocket socket = RawSocket.connect("127.0.0.1", server.process().port())) {
            socket.send(head + "Expect: x\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(socket.readHead().status()).isEqualTo(400);
        }
        assertThat(server.process().output()).doesNotContain("a request could not be handled");
    }
}
