package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages that may open WebSockets may use the API, and no others. */
class CrossOriginIT {
    private final ApiServer server = ApiServer.shared();
    private final String room = ApiServer.fresh("pages");

    @Test
    void aListedPageAsksFirstAndMayRead() {
        Answer asked = server.ask(
                "OPTIONS",
                messages(room),
                Map.of(
                        "Origin",
                        ApiServer.PAGE,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type"),
                "");
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo(ApiServer.PAGE);
        assertThat(asked.header("Access-Control-Allow-Methods")).contains("GET", "POST");
        assertThat(asked.header("Access-Control-Allow-Headers"))
                .contains("Authorization", "Content-Type", "Idempotency-Key");
        assertThat(asked.header("Access-Control-Allow-Credentials")).isNull();

        Answer sent = from(ApiServer.PAGE).is(201);
        assertThat(sent.header("Access-Control-Allow-Origin")).isEqualTo(ApiServer.PAGE);
        assertThat(sent.header("Access-Control-Expose-Headers")).contains("Location", "Retry-After");
        assertThat(sent.header("Vary")).containsIgnoringCase("origin");
    }

    @Test
    void aPageOfTheSameHostMayToo() {
        from("http://127.0.0.1:" + server.process().port()).is(201);
    }

    @Test
    void whoIsNoPageIsNotAsked() {
        assertThat(server.post(messages(room), user("ann"), message("m1", 1))
                        .is(201)
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void aPageOfAnotherSiteIsRefusedBeforeAnythingIsDone() {
        for (String origin : new String[] {"https://elsewhere.example", "null", ApiServer.PAGE + ".evil.example"}) {
            Answer refused = from(origin).isProblem(403, "forbidden").saying("allowed-origins");
            assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        }
        assertThat(server.get(messages(room) + "?after=0", user("ann"))
                        .is(200)
                        .json()
                        .path("messages"))
                .isEmpty();
    }

    private Answer from(String origin) {
        return server.ask(
                "POST",
                messages(room),
                Map.of("Authorization", "Bearer " + user("ann"), "Origin", origin),
                message("m1", 1));
    }
}
