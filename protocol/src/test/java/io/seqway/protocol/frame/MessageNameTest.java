package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A message frame tells what its message was called before it had a place. */
class MessageNameTest {
    @Test
    void theNameIsReadFromTheFrameAndNotFromItsBody() {
        Message message =
                new Message("a", "e.1", 7, "ann", "clientMsgId", null, "m1", 17, "message", "{\"sender\":\"eve\"}", 0);
        assertThat(MessageName.of(message.toFrame())).isEqualTo(new MessageName("ann", "m1"));
    }

    @Test
    void whatHasNoNameIsNoMessage() {
        byte[] frame = "{\"type\":\"pong\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> MessageName.of(frame)).isInstanceOf(IllegalArgumentException.class);
    }
}
