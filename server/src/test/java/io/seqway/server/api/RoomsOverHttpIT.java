package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.fresh;
import static io.seqway.server.api.ApiServer.json;
import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rooms and members over HTTP: what may be done by whom, and what it does. */
class RoomsOverHttpIT {
    private final ApiServer api = ApiServer.shared();
    private final String room = fresh("made");

    @Test
    void whoMakesARoomOwnsItAndItsMembersAreThere() {
        JsonNode made = make(
                        "ann",
                        Map.of(
                                "title", "Bridge",
                                "metadata", Map.of("color", "red", "$n", List.of(1.5)),
                                "members", List.of("bob", Map.of("userId", "max", "role", "moderator"))))
                .is(201)
                .json();
        assertThat(made.path("role").asText()).isEqualTo("owner");
        assertThat(made.path("members").asInt()).isEqualTo(3);
        assertThat(made.path("seq").asInt()).isEqualTo(3);
        assertThat(made.path("metadata").path("$n").path(0).asDouble()).isEqualTo(1.5);
        JsonNode members =
                api.get(path("/members"), plain("bob")).is(200).json().path("members");
        assertThat(members)
                .extracting(
                        m -> m.path("userId").asText() + " " + m.path("role").asText())
                .containsExactly("ann owner", "bob member", "max moderator");
        JsonNode entries = api.get(messages(room) + "?after=0", plain("bob"))
                .is(200)
                .json()
                .path("messages");
        assertThat(entries).extracting(entry -> entry.path("kind").asText()).containsOnly("member");
        assertThat(entries.get(1).path("body").toString())
                .isEqualTo("{\"action\":\"added\",\"userId\":\"bob\",\"role\":\"member\"}");
    }

    @Test
    void theSameAgainIsTheSameRoomAndAnythingElseIsAConflict() {
        JsonNode first = make("ann", Map.of("title", "one")).is(201).json();
        JsonNode again = make("ann", Map.of("title", "one")).is(201).json();
        assertThat(again).isEqualTo(first);
        make("ann", Map.of("title", "two")).isProblem(409, "id-conflict");
        make("bob", Map.of("title", "one")).isProblem(409, "id-conflict");
    }

    @Test
    void aRoomThatHasMessagesCannotBeMade() {
        api.post(messages(room), ApiServer.user("ann"), message("m1", 1)).is(201);
        make("ann", Map.of()).isProblem(409, "id-conflict");
    }

    @Test
    void strangersHearTheSameOfEveryRoom() {
        make("ann", Map.of()).is(201);
        for (String name : List.of(room, fresh("none"))) {
            String path = "/api/rooms/" + name;
            api.get(path, plain("eve")).isProblem(403, "not-a-member");
            api.get(path + "/members", plain("eve")).isProblem(403, "not-a-member");
            api.get(path + "/messages?after=0", plain("eve")).isProblem(403, "not-a-member");
            api.get(path + "/presence", plain("eve")).isProblem(403, "not-a-member");
            api.get(path + "/receipts", plain("eve")).isProblem(403, "not-a-member");
            api.post(path + "/messages", plain("eve"), message("m1", 1)).isProblem(403, "not-a-member");
            ask("PATCH", path, plain("eve"), json(Map.of("title", "x"))).isProblem(403, "not-a-member");
            ask("DELETE", path, plain("eve"), "").isProblem(403, "not-a-member");
            ask("PUT", path + "/members/eve", plain("eve"), role("owner")).isProblem(403, "not-a-member");
            ask("DELETE", path + "/members/ann", plain("eve"), "").isProblem(403, "not-a-member");
        }
        api.get("/api/rooms/" + fresh("none"), service()).isProblem(404, "room-not-found");
    }

    @Test
    void ownersManageModeratorsSeeToPlainMembersAndMembersLeave() {
        make("ann", Map.of("members", List.of("bob", Map.of("userId", "max", "role", "moderator"))))
                .is(201);
        ask("PUT", path("/members/eve"), plain("bob"), role("member")).isProblem(403, "forbidden");
        ask("PUT", path("/members/eve"), plain("max"), role("moderator")).isProblem(403, "forbidden");
        JsonNode added = ask("PUT", path("/members/eve"), plain("max"), role("member"))
                .is(200)
                .json();
        JsonNode again = ask("PUT", path("/members/eve"), plain("max"), role("member"))
                .is(200)
                .json();
        assertThat(again).isEqualTo(added);
        ask("PATCH", path(""), plain("max"), json(Map.of("title", "x"))).isProblem(403, "forbidden");
        ask("DELETE", path(""), plain("max"), "").isProblem(403, "forbidden");
        ask("DELETE", path("/members/ann"), plain("max"), "").isProblem(403, "forbidden");
        ask("DELETE", path("/members/ann"), plain("ann"), "")
                .isProblem(403, "forbidden")
                .saying("last owner");
        ask("DELETE", path("/members/eve"), plain("eve"), "").is(204);
        ask("DELETE", path("/members/eve"), plain("ann"), "").isProblem(404, "target-not-found");
        ask("PUT", path("/members/bob"), plain("ann"), role("owner")).is(200);
        ask("DELETE", path("/members/ann"), plain("ann"), "").is(204);
        ask("DELETE", path("/members/bob"), service(), "").is(204);
        assertThat(api.get(path(""), service()).is(200).json().path("members").asInt())
                .isEqualTo(1);
    }

    @Test
    void titleAndMetadataAreChangedAndTakenAway() {
        make("ann", Map.of("title", "one", "metadata", Map.of("a", 1))).is(201);
        JsonNode changed = ask("PATCH", path(""), plain("ann"), json(Map.of("title", "two")))
                .is(200)
                .json();
        assertThat(changed.path("title").asText()).isEqualTo("two");
        assertThat(changed.path("metadata").path("a").asInt()).isEqualTo(1);
        changed = ask("PATCH", path(""), plain("ann"), "{\"title\":\"\",\"metadata\":null}")
                .is(200)
                .json();
        assertThat(changed.has("title")).isFalse();
        assertThat(changed.has("metadata")).isFalse();
        ask("PATCH", path(""), plain("ann"), json(Map.of("access", "open")))
                .isProblem(400, "bad-request")
                .saying("access");
    }

    @Test
    void howMuchIsKeptIsChangedAndTakenAway() {
        make("ann", Map.of()).is(201);
        JsonNode changed = ask("PATCH", path(""), plain("ann"), "{\"retention\":{\"maxAgeSeconds\":86400}}")
                .is(200)
                .json();
        assertThat(changed.path("retention").toString()).isEqualTo("{\"maxAgeSeconds\":86400}");
        ask("PATCH", path(""), service(), "{\"retention\":{}}").is(200);
        assertThat(api.get(path(""), plain("ann"))
                        .is(200)
                        .json()
                        .path("retention")
                        .toString())
                .isEqualTo("{}");
        changed = ask("PATCH", path(""), plain("ann"), "{\"retention\":null}")
                .is(200)
                .json();
        assertThat(changed.has("retention")).isFalse();
        ask("PATCH", path(""), plain("ann"), "{\"retention\":{\"maxEntries\":0}}")
                .isProblem(400, "bad-request")
                .saying("maxEntries");
    }

    @Test
    void whatIsTooMuchIsRefusedByName() {
        make("ann", Map.of("title", "x".repeat(201)))
                .isProblem(413, "too-large")
                .naming("title=200");
        make("ann", Map.of("metadata", Map.of("x", "y".repeat(4096))))
                .isProblem(413, "too-large")
                .naming("metadata=4096");
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "u" + i).toList();
        make("ann", Map.of("members", many)).isProblem(400, "limit-exceeded").naming("members=100");
        make("ann", Map.of("members", List.of("bob", "bob")))
                .isProblem(400, "bad-request")
                .saying("bob");
        make("ann", Map.of("members", List.of(Map.of("userId", "bob", "role", "king"))))
                .isProblem(400, "bad-request");
        make("ann", Map.of("members", many.subList(0, 100))).is(201);
        assertThat(api.get(path(""), plain("ann"))
                        .is(200)
                        .json()
                        .path("members")
                        .asInt())
                .isEqualTo(101);
        assertThat(pages(path("/members"), plain("ann"), "members", "userId")).hasSize(101);
    }

    @Test
    void theRoomsOfAUserAreListedAndServicesSeeAll() {
        String user = fresh("lister");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(fresh("listed"));
            make(made.get(i), user, Map.of()).is(201);
        }
        ask("DELETE", "/api/rooms/" + made.get(1), plain(user), "").is(204);
        api.post(
                        "/api/rooms",
                        service(),
                        json(Map.of("room", fresh("foreign"), "access", "members", "members", List.of("zoe"))))
                .is(201);
        eventually(() -> assertThat(pages("/api/rooms", plain(user), "rooms", "room"))
                .containsExactlyInAnyOrder(made.get(0), made.get(2)));
        assertThat(pages("/api/rooms", service(), "rooms", "room"))
                .contains(made.get(0), made.get(2))
                .doesNotContain(made.get(1));
    }

    @Test
    void aModeratorChangesTheMessagesOfOthers() {
        make("ann", Map.of("members", List.of("bob", "eve"))).is(201);
        api.post(messages(room), plain("bob"), message("m1", "rude")).is(201);
        try (SocketClient eve = api.socket(plain("eve"), room)) {
            Map<String, ?> deletion = Map.of("type", "delete", "room", room, "target", 4, "clientMsgId", "d1");
            assertThat(eve.request(deletion).path("code").asText()).isEqualTo("forbidden");
            ask("PUT", path("/members/eve"), plain("ann"), role("moderator")).is(200);
            assertThat(eve.request(Map.of("type", "delete", "room", room, "target", 4, "clientMsgId", "d2"))
                            .path("type")
                            .asText())
                    .isEqualTo("ack");
        }
    }

    @Test
    void anOpenRoomIsForEverybody() {
        api.post("/api/rooms", plain("ann"), json(Map.of("room", room, "access", "open")))
                .is(201);
        api.post(messages(room), plain("eve"), message("m1", 1)).is(201);
        try (SocketClient eve = api.socket(plain("eve"))) {
            assertThat(eve.request(Map.of("type", "join", "room", room))
                            .path("type")
                            .asText())
                    .isEqualTo("joined");
        }
        ask("PUT", path("/members/eve"), plain("eve"), role("owner")).isProblem(403, "not-a-member");
    }

    private List<String> pages(String path, String token, String list, String name) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(path + cursor, token).is(200).json();
            page.path(list).forEach(element -> all.add(element.path(name).asText()));
            cursor = page.has("cursor") ? "?cursor=" + page.path("cursor").asText() : null;
        } while (cursor != null);
        return all;
    }

    private static void eventually(Runnable check) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private Answer make(String user, Map<String, ?> more) {
        return make(room, user, more);
    }

    private Answer make(String name, String user, Map<String, ?> more) {
        Map<String, Object> content = new java.util.HashMap<>(more);
        content.put("room", name);
        content.put("access", "members");
        return api.post("/api/rooms", plain(user), json(content));
    }

    private Answer ask(String method, String path, String token, String content) {
        return api.ask(method, path, Map.of("Authorization", "Bearer " + token), content);
    }

    private String path(String behind) {
        return "/api/rooms/" + room + behind;
    }

    private static String role(String role) {
        return json(Map.of("role", role));
    }

    /** A token that opens no room by itself. */
    private static String plain(String user) {
        return Tokens.token(TestServer.SECRET, user);
    }
}
