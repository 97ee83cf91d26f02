package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The first entry of a time is found with a few questions, by times that never fall. */
class TimeSearchTest {
    private static final LogId ROOM = new LogId("a", 1);

    private final CountingLog log = new CountingLog();
    private final TimeSearch search = new TimeSearch(log);
    private final List<Long> times = new ArrayList<>();

    @Test
    void anEmptyLogHasNone() {
        assertThat(search.since(ROOM, 0, 0, 17).result()).isEqualTo(1);
    }

    @Test
    void itIsTheOneThatLookingAtAllWouldFind() {
        Random random = new Random(7);
        long time = 1_000;
        for (int seq = 1; seq <= 3_000; seq++) {
            time += random.nextInt(3) == 0 ? random.nextInt(20) : 0; // many share a time
            times.add(time);
            log.append(
                    List.of(new Entry(ROOM, seq, new Author("ann", null, null), "m" + seq, time, "message", "1", 0)));
        }
        for (int i = 0; i < 500; i++) {
            long floor = random.nextInt(2_900);
            long wanted = 990 + random.nextInt((int) (time - 970));
            long expected = floor + 1;
            while (expected <= times.size() && times.get((int) expected - 1) < wanted) {
                expected++;
            }
            log.questions = 0;
            assertThat(search.since(ROOM, floor, times.size(), wanted).result()).isEqualTo(expected);
            assertThat(log.questions).isLessThanOrEqualTo(3);
        }
    }

    private static final class CountingLog extends InMemoryRoomLog {
        private int questions;

        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            questions++;
            return super.stamps(ids);
        }
    }
}
