package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An entry about a member is told from all others by its frame, whatever these say. */
class MembershipTest {
    private static final Membership BOB = new Membership(Membership.REMOVED, "bob", "moderator");

    @Test
    void whatItSaysIsReadFromItsFrameAndItsBody() {
        assertThat(Membership.ofBody(BOB.toBody())).isEqualTo(BOB);
        assertThat(Membership.ofFrame(frame("Ann", Message.KIND_MEMBER, BOB.toBody())))
                .isEqualTo(BOB);
    }

    @Test
    void aMessageThatOnlyLooksLikeOneIsNone() {
        byte[] entry = frame("Ann", Message.KIND_MEMBER, BOB.toBody());
        assertThat(Membership.ofFrame(frame("Ann", Message.KIND_MESSAGE, new String(entry, StandardCharsets.UTF_8))))
                .isNull();
        assertThat(Membership.ofFrame(frame("\",\"kind\":\"member\"", Message.KIND_MESSAGE, BOB.toBody())))
                .isNull();
        assertThat(Membership.ofFrame("{}".getBytes(StandardCharsets.UTF_8))).isNull();
    }

    private static byte[] frame(String name, String kind, String body) {
        return new Message("a", "e.2", 1, "ann", name, null, "m1", 1, kind, body, 0).toFrame();
    }
}
