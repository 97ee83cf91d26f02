package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is kept as the text that it came in, and what {@code send} refuses is refused here, in the same words. */
class BodyOverHttpIT {
    private final ApiServer server = ApiServer.shared();
    private final String room = ApiServer.fresh("bodies");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{ \"b\" :\t[ 1 , 2 ] , \"a\":{\"$date\":\"x\",\"a.b\":{\"\":1}} }",
                "[0.1,-0,-0.0,1.00,1E+2,1e308,1e-400,9007199254740993,12345678901234567890]",
                "\"\\u0000\\u001f\\\"\\\\\\/\\ud83d\\ude00\\u00e9\"",
                "\"é \u2028 \ufffd 中文 \ud83d\ude00\"",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            })
    void itComesBackAsItWasSent(String body) {
        server.post(messages(room), user("ann"), "{\"body\":" + body + ",\"clientMsgId\":\"m1\"}")
                .is(201);
        String page =
                server.get(messages(room) + "?after=0", user("ann")).is(200).text();
        assertThat(page).contains("\"body\":" + body + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1} | an object holds the same key twice",
                "[{\"a\":{\"b\":1,\"b\":2}}] | an object holds the same key twice",
                "\"\\ud800\" | lone surrogate",
                "{\"\\udc00\":1} | lone surrogate",
                "1e400 | beyond the range of a double",
                "[1,2 | must be one JSON object",
                "1}{ | must be one JSON object",
                "NaN | must be one JSON object"
            })
    void whatSendRefusesIsRefused(String bodyAndWords) {
        String[] parts = bodyAndWords.split(" \\| ");
        server.post(messages(room), user("ann"), "{\"clientMsgId\":\"m1\",\"body\":" + parts[0] + "}")
                .isProblem(400, "bad-request")
                .saying(parts[1]);
        assertNothingIsStored();
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 500, 5000})
    void whatIsNestedTooDeepIsRefusedByItsLimit(int depth) {
        server.post(
                        messages(room),
                        user("ann"),
                        "{\"clientMsgId\":\"m1\",\"body\":" + "[".repeat(depth) + "]".repeat(depth) + "}")
                .isProblem(400, "limit-exceeded")
                .naming("max-depth=32");
        assertNothingIsStored();
    }

    private void assertNothingIsStored() {
        assertThat(server.get(messages(room) + "?after=0", user("ann"))
                        .is(200)
                        .json()
                        .path("messages"))
                .isEmpty();
    }
}
