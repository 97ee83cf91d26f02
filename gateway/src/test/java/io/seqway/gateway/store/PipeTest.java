package io.seqway.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How submissions are numbered on their way to the owner, and when they are sent again. */
class PipeTest {
    private final Pipe pipe = new Pipe(7);

    @BeforeEach
    void thereIsAnOwner() {
        pipe.redirect("owner");
    }

    @Test
    void numbersGoOnWhileSomethingIsUnanswered() {
        add(1, 2);
        Part first = pipe.takeUnsent(0);
        add(3);
        Part second = pipe.takeUnsent(0);
        assertThat(first.first()).isEqualTo(1);
        assertThat(refs(first)).containsExactly(1L, 2L);
        assertThat(second.first()).isEqualTo(3);
        assertThat(second.generation()).isEqualTo(first.generation());
        assertThat(pipe.takeUnsent(0)).isNull();
    }

    @Test
    void aPipeWithoutAnythingUnansweredBeginsAnewAtOne() {
        add(1);
        Part first = pipe.takeUnsent(0);
        pipe.remove(1);
        add(2);
        Part second = pipe.takeUnsent(0);
        assertThat(second.first()).isEqualTo(1);
        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(second.submissions().get(0).again()).isFalse();
    }

    @Test
    void whatWasLostIsSentAgainInItsOrderWithAllThatIsUnanswered() {
        add(1, 2, 3);
        Part before = pipe.takeUnsent(0);
        add(4);
        pipe.remove(2);
        assertThat(pipe.lost(before.generation())).isTrue();
        Part after = pipe.takeUnsent(0);
        assertThat(after.generation()).isGreaterThan(before.generation());
        assertThat(after.first()).isEqualTo(1);
        assertThat(refs(after)).containsExactly(1L, 3L, 4L);
        assertThat(after.submissions()).extracting(Submission::again).containsExactly(true, true, false);
        assertThat(after.submissions())
                .allSatisfy(submission ->
                        assertThat(submission.replyTo().generation()).isEqualTo(after.generation()));
    }

    @Test
    void whatIsUnansweredInFrontOfWhatIsStoredIsLate() {
        add(1, 2, 3);
        Part before = pipe.takeUnsent(0);
        pipe.stored(2);
        pipe.lost(before.generation());
        assertThat(pipe.takeUnsent(0).submissions())
                .extracting(Submission::late)
                .containsExactly(true, false);
        pipe.remove(1);
        pipe.stored(3);
        add(4);
        Part fresh = pipe.takeUnsent(0);
        assertThat(pipe.lost(fresh.generation())).isTrue();
        assertThat(pipe.takeUnsent(0).submissions())
                .extracting(Submission::late)
                .containsExactly(false);
    }

    @Test
    void aGenerationIsLostOnce() {
        add(1);
        Part before = pipe.takeUnsent(0);
        assertThat(pipe.lost(before.generation())).isTrue();
        assertThat(pipe.lost(before.generation())).isFalse();
        Part after = pipe.takeUnsent(0);
        pipe.remove(1);
        assertThat(pipe.lost(after.generation())).as("nothing is unanswered").isFalse();
    }

    @Test
    void whatTimedOutLeavesNoHole() {
        add(1, 2);
        pipe.takeUnsent(0);
        pipe.remove(1);
        add(3);
        assertThat(pipe.takeUnsent(0).first()).isEqualTo(3);
        pipe.redirect("other");
        Part again = pipe.takeUnsent(0);
        assertThat(again.first()).isEqualTo(1);
        assertThat(refs(again)).containsExactly(2L, 3L);
    }

    @Test
    void whatWaitsForAnOwnerAndTimesOutIsNotSent() {
        pipe.redirect(null);
        add(1, 2);
        assertThat(pipe.takeUnsent(0)).isNull();
        pipe.remove(1);
        pipe.redirect("owner");
        Part part = pipe.takeUnsent(0);
        assertThat(refs(part)).containsExactly(2L);
        assertThat(part.submissions().get(0).again()).isFalse();
    }

    @Test
    void anOwnerThatSaysNothingIsAskedLessAndLessOften() {
        add(1, 2);
        Part sent = pipe.takeUnsent(500);
        assertThat(pipe.probe(1_499)).isNull();
        assertThat(pipe.probe(1_500).last()).isEqualTo(2);
        assertThat(pipe.probe(3_499)).isNull();
        assertThat(pipe.probe(3_500).generation()).isEqualTo(sent.generation());
        assertThat(pipe.probe(7_499)).isNull();
        assertThat(pipe.probe(7_500)).isNotNull();
        pipe.heard(8_000);
        assertThat(pipe.probe(8_999)).isNull();
        assertThat(pipe.probe(9_000)).isNotNull();
    }

    @Test
    void nobodyIsAskedWhileNothingIsUnanswered() {
        add(1);
        pipe.takeUnsent(0);
        pipe.remove(1);
        assertThat(pipe.probe(100_000)).isNull();
        add(2);
        pipe.redirect(null);
        assertThat(pipe.probe(100_000)).as("without an owner").isNull();
    }

    @Test
    void itIsKnownWhatWasSentMoreThanOnce() {
        add(1);
        Part first = pipe.takeUnsent(0);
        add(2);
        assertThat(pipe.wasSentAgain(1)).isFalse();
        pipe.lost(first.generation());
        pipe.takeUnsent(0);
        assertThat(pipe.wasSentAgain(1)).isTrue();
        assertThat(pipe.wasSentAgain(2)).as("not sent before").isFalse();
    }

    @Test
    void whatHasNoOrderIsNeverLate() {
        for (long ref = 1; ref <= 3; ref++) {
            pipe.add(submission(ref).asUnordered());
        }
        pipe.takeUnsent(0);
        pipe.stored(2);
        pipe.redirect("other");
        assertThat(pipe.takeUnsent(0).submissions())
                .extracting(Submission::again, Submission::late)
                .containsOnly(tuple(true, false))
                .hasSize(2);
    }

    private void add(long... refs) {
        for (long ref : refs) {
            pipe.add(submission(ref));
        }
    }

    private static Submission submission(long ref) {
        return new Submission(
                new ReplyTo("n", 0, ref, 0), "room", new Author("ann", null, null), "m" + ref, "message", "1", 0, null);
    }

    private static List<Long> refs(Part part) {
        return part.submissions().stream()
                .map(submission -> submission.replyTo().ref())
                .toList();
    }
}
