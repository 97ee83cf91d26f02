package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.Who;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hub that presence does not know yet asks for no picture, in which its own users would be missing. */
class NewHubTest {
    private final VirtualTime loop = new VirtualTime();
    private final AnsweringPresence presence = new AnsweringPresence();
    private final List<String> said = new ArrayList<>();
    private final PresenceLink link = new PresenceLink(loop, presence, this::ask, (address, connected) -> {}, "self/0");

    private Future<BusMessage> ask(String address, BusMessage question) {
        if (question instanceof Who) {
            said.add("who is there?");
            return Future.failedFuture("nobody tells");
        }
        if (question instanceof Here) {
            said.add("who is here");
        }
        return presence.ask(address, question);
    }

    @Test
    void saysWhoIsHereAndAsksBehindThatAsSoonAsItIsKnown() {
        Identity ann = new Identity("ann", "Ann", null, Long.MAX_VALUE, false, List.of());
        Session session = new Session("c", null, ann, null, 0, 0, null, GatewayMetrics.none());
        presence.withoutStore.add("presence.self");
        link.refresh();
        loop.pass(10);

        link.joined(session, "r", true);
        loop.pass(400);
        assertThat(said).isEmpty();

        presence.withoutStore.clear();
        link.refresh();
        loop.pass(10);
        assertThat(said).startsWith("who is here", "who is there?");
    }
}
