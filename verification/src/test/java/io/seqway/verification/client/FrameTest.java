package io.seqway.verification.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.verification.history.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body counts as it was written, character by character, wherever it stands in a frame. */
class FrameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"n\":1.50, \"\\u0061\":[{}] }",
                "1.50",
                "\"a\\u0062 }\"",
                "null",
                "true",
                "[1, {\"body\":2}]",
                "-0"
            })
    void theTextOfABodyCounts(String body) throws IOException {
        String entry = "{\"type\":\"message\",\"room\":\"r\",\"seq\":7,\"sender\":\"alice\",\"body\":" + body
                + " ,\"clientMsgId\":\"m1\"}";
        Frame.Entry expected = new Frame.Entry(7, "alice", "m1", Message.hash(body));
        assertThat(Frame.parse(entry).entries()).containsExactly(expected);
        Frame missed = Frame.parse("{\"type\":\"missed\",\"messages\":[" + entry + "," + entry + "],\"more\":false}");
        assertThat(missed.entries()).isEqualTo(List.of(expected, expected));
        assertThat(missed.fields().has("more")).isTrue();
    }

    @Test
    void otherFramesHoldNoEntries() throws IOException {
        Frame frame = Frame.parse("{\"type\":\"ack\",\"seq\":3,\"room\":\"r\"}");
        assertThat(frame.entries()).isEmpty();
        assertThat(frame.number("seq")).isEqualTo(3);
        assertThat(frame.text("clientMsgId")).isEmpty();
    }
}
