package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many are here, all of it is said once when presence wants to hear it again. */
class FullHubTest {
    private static final int ROOMS = 100_001;
    private static final long ANSWER_MS = 100;

    private final VirtualTime loop = new VirtualTime();
    private final AnsweringPresence presence = new AnsweringPresence();
    private final PresenceLink link =
            new PresenceLink(loop, presence, this::askLater, (address, connected) -> {}, "self/0");

    private Future<BusMessage> askLater(String address, BusMessage question) {
        Promise<BusMessage> answer = Promise.promise();
        loop.after(ANSWER_MS, () -> presence.ask(address, question).onComplete(answer));
        return answer.future();
    }

    @BeforeEach
    void enterManyRooms() {
        Identity ann = new Identity("ann", "Ann", null, Long.MAX_VALUE, false, List.of());
        Session session = new Session("c", null, ann, null, 0, 0, null, GatewayMetrics.none());
        link.refresh();
        loop.pass(2 * ANSWER_MS);
        for (int i = 0; i < ROOMS; i++) {
            link.joined(session, "r" + i, false);
        }
        loop.pass(10_000);
        presence.leases.clear();
        presence.words.clear();
    }

    @Test
    void whenPresenceHasLostWhatItWasTold() {
        link.again(new SayAgain("self"));
        loop.pass(10_000);

        assertAllIsSaidOnceUnderOneName(1);
    }

    @Test
    void whenItsLeaseIsLost() {
        presence.forgetsOnce = true;
        link.membersChanged();
        loop.pass(10_000);

        assertAllIsSaidOnceUnderOneName(2);
    }

    private void assertAllIsSaidOnceUnderOneName(int leases) {
        assertThat(presence.leases).hasSize(leases);
        String name = presence.leases.get(leases - 1).source();
        assertThat(presence.words).allMatch(here -> here.node().equals(name));
        assertThat(presence.words.stream().flatMap(here -> here.arrivals().stream()))
                .extracting(arrival -> arrival.room())
                .doesNotHaveDuplicates()
                .hasSize(ROOMS);
    }
}
