package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sums of a gateway are always those of the rooms it has open. */
class FeedRoomsTest {
    private final FeedRooms rooms = new FeedRooms();

    @Test
    void theSumsFollowWhateverHappens() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            FeedRoom room = rooms.add("room" + random.nextInt(300));
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

    private void check() {
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            HeadSum sum = HeadSum.NONE;
            for (FeedRoom room : rooms.in(partition)) {
                if (room.isOpen()) {
                    sum = sum.with(HeadSum.root(room.name(), room.epoch()), room.last());
                }
                assertThat(rooms.unopened(Integer.MAX_VALUE).contains(room)).isEqualTo(!room.isOpen());
            }
            assertThat(rooms.sum(partition)).isEqualTo(sum);
        }
    }
}
