package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.ToStore.Unwatch;
import io.seqway.protocol.bus.ToStore.Watch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Very many rooms that are wanted, or wanted no more, at about the same time cost few messages. */
class BulkInterestTest {
    private static final List<String> ROOMS =
            IntStream.range(0, 2_500).mapToObj(i -> "many" + i).toList();

    private final FeedFixture gateway = new FeedFixture();

    @Test
    void theyAreAskedForAThousandAtATimeEachWithTheSeqThatItsClientHas() {
        ROOMS.forEach(room -> gateway.want(room, 7));
        gateway.settle();
        assertThat(gateway.sent(Watch.class)).hasSize(3).allSatisfy(watch -> assertThat(watch.rooms())
                .allMatch(room -> room.last() == 7));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void theyAreGivenUpAThousandAtATime() {
        ROOMS.forEach(room -> gateway.want(room, 7));
        gateway.settle();
        gateway.sent.clear();
        ROOMS.forEach(gateway::giveUp);
        gateway.settle();
        assertThat(gateway.sent(Unwatch.class)).hasSize(3);
    }

    @Test
    void whatIsGivenUpAtOnceIsNotAskedForAnyMoreAndWhatIsWantedAgainIs() {
        gateway.want("a", -1);
        gateway.giveUp("a");
        gateway.want("b", -1);
        gateway.giveUp("b");
        gateway.want("b", -1);
        gateway.settle();
        assertThat(gateway.watchedAt("store")).containsExactly("b");
        assertThat(gateway.sent.get(gateway.sent.size() - 1).message()).isInstanceOf(Watch.class);
    }

    @Test
    void anOwnerThatIsStillLookingIsAskedAgainForAThousandRoomsAtATime() {
        ROOMS.forEach(room -> gateway.want(room, 7));
        gateway.settle();
        gateway.sent.clear();
        gateway.loop.pass(FeedRooms.REASK_MS);
        assertThat(gateway.watchedAt("store")).hasSize(1_000);
        gateway.loop.pass(1_000);
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }
}
