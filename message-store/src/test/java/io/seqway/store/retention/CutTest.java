package io.seqway.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Up to where a rule cuts a log off. */
class CutTest {
    private static final LogId ROOM = new LogId("a", 1);
    private static final long LEAST = 1_000;

    private final CountingLog log = new CountingLog();
    private final Cut cut = new Cut(log, LEAST);

    /** Entry n is of time 100 n. */
    private void fill(int entries) {
        for (int seq = 1; seq <= entries; seq++) {
            append(seq, 100L * seq);
        }
    }

    private void append(long seq, long time) {
        log.append(List.of(new Entry(ROOM, seq, new Author("ann", null, null), "m" + seq, time, "message", "0", 0)));
    }

    private long upTo(long floor, long head, Retention rule, long now) {
        return cut.upTo(ROOM, floor, head, rule, now).result();
    }

    @Test
    void byAgeWhatIsOlder() {
        fill(100);
        assertThat(upTo(0, 100, new Retention(2_000, 0), 7_000)).isEqualTo(49);
        assertThat(upTo(49, 100, new Retention(2_000, 0), 7_000)).isEqualTo(49);
        assertThat(upTo(0, 100, new Retention(2_000, 0), 2_100)).isZero();
    }

    @Test
    void byNumberWhatIsMore() {
        fill(100);
        assertThat(upTo(0, 100, new Retention(0, 30), 1_000_000)).isEqualTo(70);
        assertThat(upTo(0, 100, new Retention(0, 100), 1_000_000)).isZero();
    }

    @Test
    void ofAgeAndNumberWhicheverComesFirst() {
        fill(100);
        assertThat(upTo(0, 100, new Retention(2_000, 80), 7_000)).isEqualTo(49);
        assertThat(upTo(0, 100, new Retention(6_000, 80), 7_000)).isEqualTo(20);
        assertThat(upTo(0, 100, new Retention(50_000, 80), 7_000)).isEqualTo(20);
    }

    @Test
    void neverWhatIsYoungerThanTheLeastAge() {
        fill(100);
        assertThat(upTo(0, 100, new Retention(1, 0), 10_000)).isEqualTo(89);
        assertThat(upTo(0, 100, new Retention(0, 1), 10_000)).isEqualTo(89);
        assertThat(upTo(0, 100, new Retention(1, 1), 1_100)).isZero();
    }

    @Test
    void neverTheLastEntry() {
        fill(10);
        assertThat(upTo(0, 10, new Retention(1, 0), 1_000_000)).isEqualTo(9);
        assertThat(upTo(0, 10, new Retention(0, 1), 1_000_000)).isEqualTo(9);
        assertThat(upTo(9, 10, new Retention(1, 1), 1_000_000)).isEqualTo(9);
        assertThat(upTo(0, 0, new Retention(1, 1), 1_000_000)).isZero();
        assertThat(upTo(0, 1, new Retention(1, 1), 1_000_000)).isZero();
    }

    @Test
    void aLogThatHasNothingTooMuchCostsOneEntryAtTheMost() {
        fill(100);
        upTo(0, 100, new Retention(0, 100), 1_000_000);
        assertThat(log.asked).isZero();
        upTo(20, 100, new Retention(5_000, 0), 7_000);
        assertThat(log.asked).isEqualTo(1);
    }

    @Test
    void itIsWhatLookingAtEachEntryFinds() {
        Random random = new Random(17);
        for (int turn = 0; turn < 300; turn++) {
            CountingLog entries = new CountingLog();
            int head = 1 + random.nextInt(200);
            long[] times = new long[head + 1];
            for (int seq = 1; seq <= head; seq++) {
                times[seq] = times[seq - 1] + random.nextInt(200);
                entries.append(List.of(
                        new Entry(ROOM, seq, new Author("a", null, null), "m" + seq, times[seq], "message", "0", 0)));
            }
            long floor = random.nextInt(head);
            entries.remove(ROOM, 0, floor);
            Retention rule = new Retention(
                    random.nextBoolean() ? 1 + random.nextInt(20_000) : 0,
                    random.nextBoolean() ? 1 + random.nextInt(head) : 0);
            long now = random.nextInt(30_000);
            long expected = floor;
            for (int seq = (int) floor + 1; seq < head; seq++) {
                boolean tooOld = rule.maxAgeMs() > 0 && times[seq] < now - rule.maxAgeMs();
                boolean tooMany = rule.maxEntries() > 0 && seq <= head - rule.maxEntries();
                if ((tooOld || tooMany) && times[seq] < now - LEAST) {
                    expected = seq;
                }
            }
            assertThat(new Cut(entries, LEAST)
                            .upTo(ROOM, floor, head, rule, now)
                            .result())
                    .as("%s from %d to %d at %d", rule, floor, head, now)
                    .isEqualTo(expected);
        }
    }

    private static final class CountingLog extends InMemoryRoomLog {
        private int asked;

        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            asked += ids.size();
            return super.stamps(ids);
        }
    }
}
