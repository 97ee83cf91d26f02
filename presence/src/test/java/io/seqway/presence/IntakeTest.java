package io.seqway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.Connections;
import io.seqway.presence.store.Taken;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Taken NOTHING = new Taken(100, Set.of());

    private final Calls store = new Calls();
    private final List<String> changed = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Intake<Connections, Taken> intake = new Intake<>(
            said -> List.of(said.source(), said.word().user()),
            store::arrive,
            () -> true,
            (room, taken) -> changed.add(room),
            lines::add);

    @Test
    void handsOnWhatCameInOneGo() {
        intake.add("r", word("a", 1));
        intake.add("r", word("b", 1));
        intake.flush();

        assertThat(store.said).containsExactly(List.of(word("a", 1), word("b", 1)));
    }

    @Test
    void ofWhatWaitsOnlyTheLatestWordGoesOn() {
        intake.add("r", word("a", 1));
        intake.add("r", word("b", 1));
        intake.add("r", word("a", 2));
        intake.add("r", word("g2", "a", 5));
        intake.flush();

        assertThat(store.said).containsExactly(List.of(word("a", 2), word("b", 1), word("g2", "a", 5)));
    }

    @Test
    void aRoomHasOneCallUnderWayAtATime() {
        intake.add("r", word("a", 1));
        intake.flush();
        intake.add("r", word("b", 1));
        intake.add("r", word("c", 1));
        intake.flush();
        assertThat(store.said).hasSize(1);

        store.answer(NOTHING);

        assertThat(store.said).hasSize(2);
        assertThat(store.said.get(1)).containsExactly(word("b", 1), word("c", 1));
    }

    @Test
    void ofAnOutageOneLineIsWrittenHoweverManyWordsAreNotTaken() {
        for (int outage = 1; outage <= 2; outage++) {
            for (String room : List.of("r", "s", "t")) {
                intake.add(room, word("a", 1));
                intake.flush();
                store.fail();
            }
            assertThat(lines).hasSize(outage);
            intake.add("r", word("a", 2));
            intake.flush();
            store.answer(NOTHING);
        }
        assertThat(lines.get(0)).contains("presence does not take");
    }

    @Test
    void tellsWhatEachCallChanged() {
        intake.add("r", word("a", 1));
        intake.add("s", word("a", 1));
        intake.flush();

        store.answer(NOTHING);
        assertThat(changed).containsExactly("r");
        store.answer(NOTHING);
        assertThat(changed).containsExactly("r", "s");
    }

    @Test
    void aCrowdGoesInCallsOfBoundedSize() {
        for (int i = 0; i < Intake.MAX_BATCH + 1; i++) {
            intake.add("r", word("u" + i, 1));
        }
        intake.flush();
        store.answer(NOTHING);

        assertThat(store.said).extracting(List::size).containsExactly(Intake.MAX_BATCH, 1);
    }

    @Test
    void manyRoomsGoInABoundedNumberOfCallsAtATime() {
        for (int i = 0; i < Intake.MAX_CALLS + 2; i++) {
            intake.add("r" + i, word("a", 1));
        }
        intake.flush();
        assertThat(store.said).hasSize(Intake.MAX_CALLS);

        store.answer(NOTHING);
        assertThat(store.said).hasSize(Intake.MAX_CALLS + 1);
    }

    @Test
    void wordsBeyondTheMostThatMayWaitAreGivenUp() {
        for (int i = 0; i < Intake.MAX_CALLS; i++) {
            intake.add("busy" + i, word("a", 1));
        }
        intake.flush();
        for (int i = 0; i < Intake.MAX_WAITING; i++) {
            intake.add("r" + i, word("a", 1));
        }

        intake.add("one-too-many", word("a", 1));
        store.answerEverything(() -> Future.succeededFuture(NOTHING));

        assertThat(changed).hasSize(Intake.MAX_CALLS + Intake.MAX_WAITING).doesNotContain("one-too-many");
    }

    @Test
    void aCallThatFailsIsGivenUpAndTheNextGoesOn() {
        intake.add("r", word("a", 1));
        intake.flush();
        intake.add("r", word("b", 1));

        store.fail();
        store.answer(NOTHING);

        assertThat(store.said).containsExactly(List.of(word("a", 1)), List.of(word("b", 1)));
        assertThat(changed).containsExactly("r");
    }

    @Test
    void callsThatAllEndAtOnceTakeNoDeeperStack() {
        store.answerEverything(() -> Future.failedFuture("down"));
        for (int i = 0; i < 50_000; i++) {
            intake.add("r" + i, word("a", 1));
        }

        intake.flush();

        assertThat(store.said).hasSize(50_000);
    }

    @Test
    void whoAsksAboutARoomOfWhichNothingWaitsNeedNotWait() {
        assertThat(intake.taken("r").isComplete()).isTrue();
    }

    @Test
    void whoAsksWaitsForWhatWasSaidBeforeAndNoLonger() {
        intake.add("r", word("a", 1));
        intake.flush();
        Future<Void> first = intake.taken("r");
        intake.add("r", word("b", 1));
        Future<Void> second = intake.taken("r");
        assertThat(first.isComplete()).isFalse();

        store.answer(NOTHING);
        intake.add("r", word("c", 1));
        assertThat(second.isComplete()).isFalse();

        store.answer(NOTHING);
        assertThat(first.isComplete()).isTrue();
        assertThat(second.isComplete()).isTrue();
        assertThat(store.said).hasSize(3);
    }

    @Test
    void whoAsksHearsOfAFailure() {
        intake.add("r", word("a", 1));
        intake.flush();
        Future<Void> asked = intake.taken("r");

        store.fail();

        assertThat(asked.failed()).isTrue();
    }

    @Test
    void whoAsksHearsOfTheFailureOfAnyPart() {
        for (int i = 0; i <= Intake.MAX_BATCH; i++) {
            intake.add("r", word("u" + i, 1));
        }
        intake.flush();
        Future<Void> asked = intake.taken("r");

        store.fail();
        store.answer(NOTHING);

        assertThat(asked.failed()).isTrue();
        assertThat(intake.taken("r").succeeded()).as("a later question").isTrue();
    }

    private static Connections word(String user, int count) {
        return word("g1", user, count);
    }

    private static Connections word(String source, String user, int count) {
        return new Connections(source, new Arrival("r", user, null, count));
    }

    /** A store that answers when it is told to. */
    private static final class Calls {
        private final List<List<Connections>> said = new ArrayList<>();
        private final Queue<Promise<Taken>> open = new ArrayDeque<>();
        private Supplier<Future<Taken>> everything;

        void answer(Taken taken) {
            open.remove().complete(taken);
        }

        void fail() {
            open.remove().fail("broken");
        }

        void answerEverything(Supplier<Future<Taken>> answer) {
            everything = answer;
            while (!open.isEmpty()) {
                answer.get().onComplete(open.remove());
            }
        }

        Future<Taken> arrive(String room, List<Connections> words) {
            said.add(words);
            if (everything != null) {
                return everything.get();
            }
            Promise<Taken> promise = Promise.promise();
            open.add(promise);
            return promise.future();
        }
    }
}
