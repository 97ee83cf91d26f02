package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many readers at once cost: few reads, and none for what is in the ring. */
class ManyReadersTest {
    private static final int READERS = 50;
    private static final int ENTRIES = 400;
    private static final int ROOMS = 1_000;
    private static final int PAGE = 100;
    private static final int PAGE_BYTES = 64 * 1024;

    private final SlowLog log = new SlowLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @BeforeEach
    void aRoomIsLongerThanItsRing() {
        for (int i = 1; i <= ENTRIES; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        log.slow = true;
    }

    @Test
    void whatManyAskForAtOnceIsReadOnce() {
        List<Future<Sequencer.Page>> pages = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            pages.add(owner.sequencer().after("a", 0, PAGE, PAGE_BYTES));
        }
        assertThat(log.reads).hasSize(1);
        log.answer();
        assertThat(pages).allSatisfy(page -> assertThat(page.result().frames()).hasSize(PAGE));
    }

    @Test
    void fewReadsAreUnderWayAndTheOthersWaitTheirTurn() {
        List<Future<Sequencer.Page>> pages = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            pages.add(owner.sequencer().after("a", i, PAGE, PAGE_BYTES));
        }
        int atOnce = log.reads.size();
        assertThat(atOnce).isLessThan(READERS);
        for (int answered = 0; answered < READERS; answered++) {
            assertThat(log.reads).hasSizeLessThanOrEqualTo(atOnce);
            log.answer();
        }
        assertThat(pages).allSatisfy(page -> assertThat(page.result().frames()).hasSize(PAGE));
    }

    @Test
    void pagesOfVeryManyRoomsAreReadTogether() {
        log.slow = false;
        for (int room = 0; room < ROOMS; room++) {
            owner.send("room" + room, "ann", "m1", "x");
        }
        SequencerFixture next = new SequencerFixture(log);
        List<Future<Sequencer.Page>> pages = new ArrayList<>();
        log.slow = true;
        for (int room = 0; room < ROOMS; room++) {
            pages.add(next.sequencer().after("room" + room, 0, PAGE, PAGE_BYTES));
        }
        int reads = 0;
        for (; !log.reads.isEmpty(); reads++) {
            log.answer();
        }
        assertThat(reads).isLessThan(ROOMS / 20);
        assertThat(pages).allSatisfy(page -> assertThat(page.result().frames()).hasSize(1));
    }

    @Test
    void whatIsInTheRingCostsNoRead() {
        assertThat(owner.sequencer()
                        .after("a", ENTRIES - 50, PAGE, PAGE_BYTES)
                        .result()
                        .frames())
                .hasSize(50);
        assertThat(owner.sequencer()
                        .before("a", ENTRIES + 1, PAGE, PAGE_BYTES)
                        .result()
                        .first())
                .isEqualTo(ENTRIES - PAGE + 1);
        assertThat(log.reads).isEmpty();
    }

    private static final class SlowLog extends InMemoryRoomLog {
        private final List<Runnable> reads = new ArrayList<>();
        private boolean slow;

        @Override
        public Future<Map<String, Entry>> byIds(Collection<String> ids) {
            if (!slow) {
                return super.byIds(ids);
            }
            Promise<Map<String, Entry>> answer = Promise.promise();
            reads.add(() -> super.byIds(ids).onComplete(answer));
            return answer.future();
        }

        private void answer() {
            reads.remove(0).run();
        }
    }
}
