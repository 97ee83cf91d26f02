package io.seqway.server.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests of the API take for the document's, and what they do not. */
class DocumentCheckTest {
    private static final String ACK = """
            {"room": "a", "seq": 1, "messageId": "a!e!1", "clientMsgId": "m1", "time": 1, "duplicate": true}""";

    @Test
    void whatTheDocumentSaysIsRight() {
        assertThatCode(() -> check(200, "application/json", ACK)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "seq", "messageId", "clientMsgId", "time", "duplicate"})
    void aFieldWithAnotherNameIsWrong(String name) {
        assertThatThrownBy(() -> check(200, "application/json", ACK.replace('"' + name + '"', "\"another\"")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aFieldMoreIsWrong() {
        assertThatThrownBy(() -> check(200, "application/json", ACK.replace("\"seq\"", "\"more\": 1, \"seq\"")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void anotherTypeIsWrong() {
        assertThatThrownBy(() -> check(200, "application/json", ACK.replace("\"seq\": 1", "\"seq\": \"1\"")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aHeaderThatIsMissingIsWrong() {
        assertThatThrownBy(() -> check(201, "application/json", ACK)).isInstanceOf(AssertionError.class);
    }

    @Test
    void anErrorThatIsNoProblemIsWrong() {
        assertThatThrownBy(() -> check(409, "application/json", ACK)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check(409, "application/problem+json", "{\"title\": \"id-conflict\"}"))
                .isInstanceOf(AssertionError.class);
    }

    private static void check(int status, String type, String content) {
        DocumentCheck.check("sendMessage", status, Map.of("content-type", type), content);
    }
}
