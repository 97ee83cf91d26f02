package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that comes over HTTP is read by the rules of {@code send}. */
class MessagePostReaderTest {
    private final MessagePostReader reader = new MessagePostReader(Limits.DEFAULTS);

    @Test
    void allOfItIsRead() {
        MessagePost post = reader.read(
                "a", "{\"x\":0,\"body\": {\"b\" : 1.0},\"replyTo\":7,\"after\":\"m0\",\"sender\":\"ben\"}", "\"m1\"");
        assertThat(post.sender()).isEqualTo("ben");
        assertThat(post.send()).isEqualTo(new ClientFrame.Send(null, "a", "{\"b\" : 1.0}", "m1", 7, "m0", false));
    }

    @Test
    void whatMayBeLeftOutMayBeNullToo() {
        MessagePost post = reader.read(
                "a", "{\"clientMsgId\":\"m1\",\"body\":null,\"replyTo\":null,\"after\":null,\"sender\":null}", null);
        assertThat(post)
                .isEqualTo(new MessagePost(new ClientFrame.Send(null, "a", "null", "m1", 0, null, false), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "7", "{\"body\":1", "{\"body\":1,\"clientMsgId\":\"m1\"} x", "{\"body\":1,\"body\":1}"
            })
    void whatIsNoObjectOrNoneThatIsAcceptedIsRefused(String text) {
        assertThat(refusal("a", text, null).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void theRoomOfTheAddressMustBeAnId() {
        assertThat(refusal("a b", "{\"body\":1,\"clientMsgId\":\"m1\"}", null)).hasMessageStartingWith("room must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"\"", "a b", "\"m1", "m2"})
    void theHeaderMustBeAnIdAndTheSameAsTheField(String header) {
        assertThat(refusal("a", "{\"body\":1,\"clientMsgId\":\"m1\"}", header))
                .hasMessageStartingWith("Idempotency-Key");
    }

    private Refusal refusal(String room, String text, String header) {
        return catchThrowableOfType(Refusal.class, () -> reader.read(room, text, header));
    }
}
