package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sums of a gateway are always those of the rooms it has open. */
class FeedRoomsTest {
    private final FeedRooms rooms = new FeedRooms();
    private long now;

    @Test
    void theSumsFollowWhateverHappens() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            FeedRoom room = rooms.add("room" + random.nextInt(300), now);
            switch (random.nextInt(4)) {
                case 0 -> rooms.open(room, "e." + random.nextInt(3), 0, random.nextInt(100));
                case 1 -> rooms.remove(room);
                default -> {
                    if (room.isOpen()) {
                        rooms.advance(room, room.last() + 1 + random.nextInt(5));
                    }
                }
            }
            if (i % 50 == 0) {
                check();
            }
        }
    }

    @Test
    void whoHasNotAnsweredIsAskedAgainInTurnAndNotAtOnce() {
        FeedRoom first = rooms.add("first", 0);
        FeedRoom second = rooms.add("second", 10);
        long due = FeedRooms.REASK_MS;

        assertThat(rooms.unopened(10, due - 1)).isEmpty();
        assertThat(rooms.unopened(10, due)).containsExactly(first);
        assertThat(rooms.unopened(1, due + due)).containsExactly(second);
        assertThat(rooms.unopened(10, due + due)).containsExactly(first);
    }

    private void check() {
        now += FeedRooms.REASK_MS;
        List<FeedRoom> unopened = rooms.unopened(Integer.MAX_VALUE, now);
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            HeadSum sum = HeadSum.NONE;
            for (FeedRoom room : rooms.in(partition)) {
                if (room.isOpen()) {
                    sum = sum.with(HeadSum.root(room.name(), room.epoch()), room.last());
                }
                assertThat(unopened.contains(room)).isEqualTo(!room.isOpen());
            }
            assertThat(rooms.sum(partition)).isEqualTo(sum);
        }
    }
}
