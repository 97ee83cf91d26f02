package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.ToStore.Read;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a gateway does about message stores that it sees no more, or that do not reach the others. */
class CutOffTest {
    private final FeedFixture gateway = new FeedFixture();
    private final AtomicInteger sentAway = new AtomicInteger();

    private void says(String store, boolean cutOff) {
        gateway.feed.handle(new Beacon(new Pushed(store, 1, 0), List.of(), cutOff));
        gateway.settle();
    }

    @Test
    void clientsAreSentAwayOnceAllStoresAreCutOff() {
        gateway.feed.whenCutOff(sentAway::incrementAndGet);
        gateway.stores.add("other");
        gateway.settle();
        says("store", true);
        assertThat(sentAway).hasValue(0);
        says("other", true);
        assertThat(sentAway).hasValue(1);
        says("store", false);
        says("other", true);
        assertThat(sentAway).hasValue(1);
    }

    @Test
    void theStoreOfTheSameNodeKnowsWhereThisGatewayIs() {
        gateway.feed.whenCutOff(sentAway::incrementAndGet);
        gateway.stores.add("gateway");
        gateway.settle();
        says("store", false);
        says("gateway", true);
        assertThat(sentAway).hasValue(1);
    }

    @Test
    void aStoreThatIsNotHeardForLongDoesNotCount() {
        gateway.feed.whenCutOff(sentAway::incrementAndGet);
        gateway.stores.add("other");
        says("store", true);
        gateway.loop.pass(3_000);
        assertThat(sentAway).hasValue(0);
        gateway.loop.pass(2_000);
        assertThat(sentAway).hasPositiveValue();
    }

    @Test
    void whoComesWhileAllStoresAreCutOffIsSentAwayToo() {
        gateway.feed.whenCutOff(sentAway::incrementAndGet);
        gateway.settle();
        says("store", true);
        assertThat(sentAway).hasValue(1);
        gateway.loop.pass(1_000);
        assertThat(sentAway).hasValueGreaterThan(1);
    }

    @Test
    void aStoreThatIsGoneDoesNotCount() {
        gateway.feed.whenCutOff(sentAway::incrementAndGet);
        gateway.stores.add("other");
        gateway.settle();
        gateway.stores.remove("other");
        says("store", true);
        assertThat(sentAway).hasValue(1);
    }

    @Test
    void whatAnOwnerThatIsGoneWasAskedItsSuccessorIsAsked() {
        String room = FeedFixture.roomsOf(5, 1).get(0);
        gateway.open(room, 0);
        gateway.ends(room, 1);
        gateway.stores.set(0, "successor");
        gateway.feed.membersChanged();
        gateway.settle();
        assertThat(gateway.sent)
                .filteredOn(sent -> sent.message() instanceof Read)
                .extracting(FeedFixture.Sent::to)
                .containsExactly("store", "successor");
    }
}
