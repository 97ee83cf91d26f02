package io.seqway.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Owned;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.bus.ToStore.Moves;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users say of how far they are goes to the owners of their rooms: gathered, and once more where an owner changes. */
class ReceiptsTest {
    private static final String ROOM = "a";

    private record Sent(String to, BusMessage message) {}

    private final VirtualTime time = new VirtualTime();
    private final List<Sent> sent = new ArrayList<>();
    private final StoreLink link = new StoreLink(new TwoStores(), (to, message) -> sent.add(new Sent(to, message)));
    private final Receipts receipts = new Receipts(time, link, "gateway", 0);

    ReceiptsTest() {
        link.learn(new Owned(Partitions.of(ROOM), "one", 1));
    }

    @Test
    void ofAllThatAUserSaysAtOnceTheFurthestGoesOut() {
        receipts.say(ROOM, "ann", 5, 2);
        receipts.say(ROOM, "ann", 3, 3);
        receipts.say(ROOM, "ben", 1, 1);
        time.pass(60);
        assertThat(sent)
                .containsExactly(new Sent(
                        "one",
                        new Moves("gateway", List.of(new Move(ROOM, "ann", 5, 3), new Move(ROOM, "ben", 1, 1)))));
    }

    @Test
    void aThousandASecondAreAFewMessages() {
        for (int ms = 0; ms < 1_000; ms++) {
            receipts.say(ROOM, "ann", ms, ms);
            time.pass(1);
        }
        assertThat(sent).hasSizeBetween(10, 20);
    }

    @Test
    void aNewOwnerIsToldWhatTheLastOneMayNotHaveWritten() {
        receipts.say(ROOM, "ann", 5, 2);
        time.pass(60);
        sent.clear();
        link.learn(new Owned(Partitions.of(ROOM), "two", 2));
        receipts.reroute();
        time.pass(60);
        assertThat(sent).containsExactly(new Sent("two", new Moves("gateway", List.of(new Move(ROOM, "ann", 5, 2)))));
    }

    @Test
    void whatWasSaidLongAgoIsForgotten() {
        receipts.say(ROOM, "ann", 5, 2);
        time.pass(3_000);
        receipts.expire(time.now());
        sent.clear();
        link.learn(new Owned(Partitions.of(ROOM), "two", 2));
        receipts.reroute();
        time.pass(60);
        assertThat(sent).isEmpty();
    }

    private static final class TwoStores implements ClusterView {
        @Override
        public String self() {
            return "gateway";
        }

        @Override
        public List<String> nodes(Role role) {
            return List.of("one", "two");
        }

        @Override
        public void onChange(Runnable handler) {
            // both stay
        }
    }
}
