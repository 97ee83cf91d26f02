package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.ToStore.Heard;
import org.junit.jupiter.api.Test;

/** When a gateway tells a message store how far it is with what it was sent. */
class ConfirmationTest {
    private static final String ROOM = "a";

    private final FeedFixture gateway = new FeedFixture();

    @Test
    void everyBeaconIsAnswered() {
        gateway.beacon("store", 1);
        gateway.beacon("store", 1);
        assertThat(gateway.sent(Heard.class)).containsExactly(new Heard("gateway", 1, 0), new Heard("gateway", 1, 0));
    }

    @Test
    void manyEntriesAreConfirmedBeforeTheNextBeacon() {
        gateway.open(ROOM, 0);
        gateway.push(200_000, ROOM, 1, 1);
        gateway.settle();
        assertThat(gateway.sent(Heard.class)).isEmpty();
        gateway.push(300_000, ROOM, 2, 1);
        gateway.settle();
        assertThat(gateway.sent(Heard.class)).containsExactly(new Heard("gateway", 1, 300_000));
        gateway.push(500_000, ROOM, 3, 1);
        gateway.settle();
        assertThat(gateway.sent(Heard.class)).hasSize(1);
        gateway.push(600_000, ROOM, 4, 1);
        gateway.settle();
        assertThat(gateway.sent(Heard.class)).endsWith(new Heard("gateway", 1, 600_000));
    }

    @Test
    void nothingIsConfirmedThatAHubHasNotHandled() {
        gateway.open(ROOM, 0);
        gateway.push(300_000, ROOM, 1, 1);
        gateway.loop.pass(1_000);
        assertThat(gateway.sent(Heard.class)).isEmpty();
        gateway.settle();
        assertThat(gateway.sent(Heard.class)).hasSize(1);
    }
}
