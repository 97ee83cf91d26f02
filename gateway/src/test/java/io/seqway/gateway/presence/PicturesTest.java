package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.session.Session;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final int ROOMS = 100_000;

    private final Promise<Present> first = Promise.promise();
    private final Pictures pictures = new Pictures(room -> answer());
    private int asked;

    private Future<Present> answer() {
        return ++asked > Pictures.MAX_UNDER_WAY ? Future.failedFuture("nobody tells") : first.future();
    }

    @Test
    void roomsThatAreAnsweredAtOnceAreAsManyAsOneLikes() {
        Identity ann = new Identity("ann", "Ann", null, Long.MAX_VALUE, false, List.of());
        Session session = new Session("c", null, ann, null, 0, 0, null, GatewayMetrics.none());
        for (int i = 0; i < ROOMS; i++) {
            pictures.show(new RoomPresence("r" + i, "self"), Set.of(session));
        }
        assertThat(asked).isEqualTo(Pictures.MAX_UNDER_WAY);

        first.fail("it stands still");

        assertThat(asked).isEqualTo(ROOMS);
    }
}
