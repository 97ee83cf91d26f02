package io.seqway.gateway.room;

import static io.seqway.gateway.room.FeedFixture.EPOCH;
import static io.seqway.gateway.room.FeedFixture.roomsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.Watch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is read at once when many rooms miss something. */
class PullsTest {
    private static final List<String> ROOMS = roomsOf(5, 50);

    private final FeedFixture gateway = new FeedFixture();

    private void allMissOne() {
        ROOMS.forEach(room -> gateway.open(room, 0));
        ROOMS.forEach(room -> gateway.ends(room, 1));
    }

    @Test
    void onlyTwoPagesOfAPartitionAreUnderWayAtOnceAndAllRoomsGetTheirTurn() {
        allMissOne();
        int answered = 0;
        while (gateway.sent(Read.class).size() > answered) {
            assertThat(gateway.sent(Read.class).size() - answered).isLessThanOrEqualTo(2);
            answer(gateway.sent(Read.class).get(answered++));
        }
        assertThat(gateway.sent(Read.class)).extracting(Read::room).containsExactlyElementsOf(ROOMS);
        assertThat(gateway.registry.get("seqway.holes.pulled").counter().count())
                .isEqualTo(50);
    }

    @Test
    void anOwnerThatDoesNotAnswerDoesNotHoldUpOthers() {
        allMissOne();
        String other = roomsOf(6, 1).get(0);
        gateway.open(other, 0);
        gateway.ends(other, 1);
        assertThat(gateway.sent(Read.class)).extracting(Read::room).contains(other);
    }

    @Test
    void roomsThatNobodyWantsAnyMoreAreNotRead() {
        allMissOne();
        ROOMS.subList(2, 50).forEach(gateway::close);
        answer(new Read(read(0), ROOMS.get(0), 0, -1, 1, 1));
        gateway.settle();
        assertThat(gateway.sent(Read.class)).isEmpty();
        assertThat(gateway.sent(Watch.class)).isEmpty();
    }

    private ReplyTo read(int index) {
        return new ReplyTo("gateway", -1, index + 1L, 0);
    }

    private void answer(Read read) {
        byte[] frame = {'{', '}'};
        gateway.feed.handle(new Page(read.replyTo(), read.room(), EPOCH, 0, 1, 1, List.of(frame), null));
        gateway.settle();
    }
}
