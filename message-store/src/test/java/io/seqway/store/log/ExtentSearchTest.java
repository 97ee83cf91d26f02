package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.ExtentSearch.Extent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The end of a log is found while retention removes its entries, at whatever moment each question is answered. */
class ExtentSearchTest {
    private static final LogId ROOM = new LogId("a", 1);

    @Test
    void theEndIsFoundWhateverIsRemovedMeanwhile() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            SlowLog log = new SlowLog();
            int head = 1 + random.nextInt(300);
            for (int seq = 1; seq <= head; seq++) {
                log.append(
                        List.of(new Entry(ROOM, seq, new Author("a", null, null), "m" + seq, 17, "message", "0", 0)));
            }
            long hint = random.nextInt(2 * head + 2);
            Future<Extent> found = new ExtentSearch(log).near(ROOM, hint);
            long floor = 0;
            while (!found.isComplete()) {
                if (random.nextInt(3) == 0 && floor < head - 1) {
                    floor += 1 + random.nextInt((int) (head - 1 - floor));
                    log.raise(ROOM, new Floor(floor, 0));
                    log.remove(ROOM, 0, floor);
                } else {
                    log.answer();
                }
            }
            assertThat(found.result().head().seq()).as("seed %d", seed).isEqualTo(head);
            assertThat(found.result().floor()).as("seed %d", seed).isLessThan(head);
        }
    }

    /** Looks when the test says so. */
    private static final class SlowLog extends InMemoryRoomLog {
        private final ArrayDeque<Runnable> questions = new ArrayDeque<>();

        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            List<String> copy = List.copyOf(ids);
            return later(() -> super.stamps(copy));
        }

        @Override
        public Future<Map<String, Floor>> floors(Collection<String> names) {
            List<String> copy = List.copyOf(names);
            return later(() -> super.floors(copy));
        }

        private <T> Future<T> later(Supplier<Future<T>> look) {
            Promise<T> answer = Promise.promise();
            questions.add(() -> look.get().onComplete(answer));
            return answer.future();
        }

        private void answer() {
            questions.removeFirst().run();
        }
    }
}
