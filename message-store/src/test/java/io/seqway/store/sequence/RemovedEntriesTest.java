package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.sequence.Sequencer.Page;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What an owner shows and takes where retention has removed entries, by itself or by another one. */
class RemovedEntriesTest {
    private static final LogId ROOM = new LogId("a", 1);
    private static final int ENTRIES = 600;

    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    private void fill() {
        for (int seq = 1; seq <= ENTRIES; seq++) {
            owner.send("a", "ann", "m" + seq, "x" + seq);
        }
    }

    private void removedByAnother(long floor) {
        log.raise(ROOM, new Floor(floor, 0));
        log.remove(ROOM, 0, floor);
    }

    private void removed(long floor) {
        log.raise(ROOM, new Floor(floor, 0));
        owner.sequencer().raiseFloor(ROOM, floor);
        log.remove(ROOM, 0, floor);
    }

    private static List<Long> seqs(Page page) {
        return SequencerFixture.entries(page).stream()
                .map(entry -> Long.valueOf(entry.substring(0, entry.indexOf(':'))))
                .toList();
    }

    private static Long[] from(long first, int count) {
        return LongStream.range(first, first + count).boxed().toArray(Long[]::new);
    }

    private static void assertPage(Page page, long floor, long first, int count) {
        assertThat(page.floor()).isEqualTo(floor);
        assertThat(page.first()).isEqualTo(first);
        assertThat(seqs(page)).containsExactly(from(first, count));
    }

    @Test
    void aPageBelowTheFloorBeginsWhereWhatIsKeptBegins() {
        fill();
        removed(200);
        assertPage(owner.sequencer().after("a", 3, 10, 65_536).result(), 200, 201, 10);
        assertPage(owner.sequencer().after("a", 200, 10, 65_536).result(), 200, 201, 10);
        assertPage(owner.sequencer().after("a", 300, 10, 65_536).result(), 200, 301, 10);
        assertThat(owner.sequencer().ends("a").result().floor()).isEqualTo(200);
    }

    @Test
    void aPageUpToBelowTheFloorIsEmptyAndOneAcrossItIsShorter() {
        fill();
        removed(200);
        assertPage(owner.sequencer().before("a", 206, 10, 65_536).result(), 200, 201, 5);
        assertPage(owner.sequencer().before("a", 201, 10, 65_536).result(), 200, 201, 0);
        assertPage(owner.sequencer().before("a", 40, 10, 65_536).result(), 200, 40, 0);
    }

    @Test
    void whatIsGoneIsNotShownFromMemoryEither() {
        fill();
        removed(ENTRIES - 3);
        assertPage(owner.sequencer().after("a", 500, 100, 65_536).result(), ENTRIES - 3, ENTRIES - 2, 3);
        assertPage(owner.sequencer().before("a", ENTRIES + 1, 100, 65_536).result(), ENTRIES - 3, ENTRIES - 2, 3);
        assertThat(owner.sequencer().state("a", List.of()).result().ringEntries())
                .isEqualTo(3);
    }

    @Test
    void anotherOwnerFindsTheEndAndTheFloor() {
        fill();
        removed(590);
        SequencerFixture heir = new SequencerFixture(log);
        assertPage(heir.sequencer().after("a", 0, 100, 65_536).result(), 590, 591, 10);
        assertThat(heir.seq(heir.send("a", "ann", "next", "x"))).isEqualTo(ENTRIES + 1);
    }

    @Test
    void whatAnotherOwnerHasRemovedIsNoticedWhenItIsMissed() {
        fill();
        removedByAnother(300);
        assertPage(owner.sequencer().after("a", 3, 10, 65_536).result(), 300, 301, 10);
        removedByAnother(320);
        assertPage(owner.sequencer().before("a", 325, 10, 65_536).result(), 320, 321, 4);
    }

    @Test
    void anEntryThatIsMissingAboveTheFloorIsNoPage() {
        fill();
        log.remove(ROOM, 4, 5);
        assertThat(owner.sequencer().after("a", 3, 10, 65_536).failed()).isTrue();
    }

    @Test
    void whatIsGoneIsNoTargetWhetherItIsStillThereOrNot() {
        fill();
        log.raise(ROOM, new Floor(ENTRIES - 10, 0));
        owner.sequencer().raiseFloor(ROOM, ENTRIES - 10);
        assertThat(owner.error(owner.edit("a", "ann", "e1", 3, "y"))).isEqualTo("target-not-found");
        assertThat(owner.error(owner.delete("a", "ann", "d1", ENTRIES - 10))).isEqualTo("target-not-found");
        assertThat(owner.seq(owner.edit("a", "ann", "e2", ENTRIES - 9, "y"))).isEqualTo(ENTRIES + 1);
    }

    @Test
    void anEditIsShownWhoseMessageIsGone() {
        owner.send("a", "ann", "m1", "first");
        owner.edit("a", "ann", "e1", 1, "second");
        owner.send("a", "ann", "m2", "other");
        removed(1);
        assertThat(new SequencerFixture(log).page("a", 0)).containsExactly("2:2:second", "3:1:other");
    }

    @Test
    void aRepeatOfWhatIsGoneIsANewMessage() {
        fill();
        removed(ENTRIES - 1);
        assertThat(owner.seq(owner.send("a", "ann", "m" + (ENTRIES - 1), "x"))).isEqualTo(ENTRIES + 1);
        long repeat = owner.send("a", "ann", "m" + ENTRIES, "x" + ENTRIES);
        assertThat(owner.outcome(repeat).duplicate()).isTrue();
    }

    @Test
    void oneThatStoodStillFindsTheEndBehindWhatWasWrittenAndIsGone() {
        owner.send("a", "ann", "m1", "x");
        SequencerFixture zombie = new SequencerFixture(log);
        assertThat(zombie.sequencer().ends("a").result().head()).isEqualTo(1);
        for (int seq = 2; seq <= 10; seq++) {
            owner.send("a", "ann", "m" + seq, "x");
        }
        removed(8);
        Page found = zombie.sequencer().endsAfterFreshLook("a").result();
        assertThat(found.floor()).isEqualTo(8);
        assertThat(found.head()).isEqualTo(10);
        assertThat(zombie.shown("a")).containsExactly("9:x", "10:x");
        assertThat(zombie.seq(zombie.send("a", "bob", "m1", "y"))).isEqualTo(11);
    }

    @Test
    void whateverIsRemovedWhileItIsReadAPageHasNoHole() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            LateReads late = new LateReads();
            SequencerFixture writer = new SequencerFixture(late);
            late.held = false;
            for (int seq = 1; seq <= ENTRIES; seq++) {
                writer.send("a", "ann", "m" + seq, "x");
            }
            late.held = true;
            SequencerFixture reader = random.nextBoolean() ? writer : new SequencerFixture(late);
            long after = random.nextInt(ENTRIES);
            boolean upwards = random.nextBoolean();
            Future<Page> page = upwards
                    ? reader.sequencer().after("a", after, 100, 2_000)
                    : reader.sequencer().before("a", after + 1, 100, 2_000);
            long floor = 0;
            while (!page.isComplete()) {
                if (floor < ENTRIES - 1 && random.nextInt(3) == 0) {
                    floor += 1 + random.nextInt((int) (ENTRIES - 1 - floor));
                    late.raise(ROOM, new Floor(floor, 0));
                    if (random.nextBoolean()) {
                        reader.sequencer().raiseFloor(ROOM, floor);
                    }
                    late.remove(ROOM, 0, floor);
                } else {
                    late.answers.remove(random.nextInt(late.answers.size())).run();
                }
            }
            Page read = page.result();
            assertThat(seqs(read))
                    .as("seed %d", seed)
                    .containsExactly(from(read.first(), read.frames().size()));
            if (upwards) {
                assertThat(read.first()).as("seed %d", seed).isBetween(after + 1, Math.max(after, floor) + 1);
            }
        }
    }

    /** Looks and answers when the test says so. */
    private static final class LateReads extends InMemoryRoomLog {
        private final List<Runnable> answers = new ArrayList<>();
        private boolean held;

        @Override
        public Future<Map<String, Entry>> byIds(Collection<String> ids) {
            List<String> copy = List.copyOf(ids);
            return late(() -> super.byIds(copy));
        }

        @Override
        public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
            List<String> copy = List.copyOf(ids);
            return late(() -> super.lastChanges(copy));
        }

        @Override
        public Future<Map<String, Floor>> floors(Collection<String> names) {
            List<String> copy = List.copyOf(names);
            return late(() -> super.floors(copy));
        }

        private <T> Future<T> late(Supplier<Future<T>> look) {
            if (!held) {
                return look.get();
            }
            Promise<T> answer = Promise.promise();
            answers.add(() -> look.get().onComplete(answer));
            return answer.future();
        }
    }
}
