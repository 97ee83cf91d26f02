package io.seqway.store.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import io.seqway.protocol.bus.ToStore.Probe;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.delivery.Outflows;
import io.seqway.store.interest.Interest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the owner takes of what comes through a pipe, and what it asks for again. */
class IntakeTest {
    private static final String ROOM = "a";
    private static final int PARTITION = Partitions.of(ROOM);

    private final Deliveries deliveries = new Deliveries(new Interest(), new Outflows("store", () -> 0), () -> {});
    private boolean owner = true;
    private Intake intake = new Intake(room -> owner, deliveries, entries -> {});

    @Test
    void whatComesInOrderIsTaken() {
        assertThat(take(1, 1, 2)).containsExactly(1L, 2L);
        assertThat(take(1, 3, 1)).containsExactly(3L);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatIsLostIsMissedAtTheNextOneAndNothingBehindItIsTaken() {
        take(1, 1, 2);
        assertThat(take(1, 4, 1)).isEmpty();
        assertThat(gaps()).containsExactly(new Gap(0, PARTITION, 1, 3));
        assertThat(take(2, 1, 2)).as("all that is unanswered, anew").containsExactly(1L, 2L);
    }

    @Test
    void whatIsRepeatedIsTakenOnce() {
        assertThat(take(1, 1, 2)).hasSize(2);
        assertThat(take(1, 1, 2)).isEmpty();
        assertThat(take(1, 2, 3)).as("what is new of it").containsExactly(3L, 4L);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatComesLateOfAGenerationThatIsOverIsIgnored() {
        take(1, 1, 1);
        take(2, 1, 1);
        assertThat(take(1, 1, 3)).isEmpty();
        assertThat(take(1, 2, 1)).isEmpty();
        assertThat(take(1, 9, 1)).isEmpty();
        assertThat(gaps()).isEmpty();
        assertThat(take(2, 2, 1)).containsExactly(2L);
    }

    @Test
    void theSecondOneBeforeTheFirstIsAGap() {
        assertThat(take(1, 2, 1)).isEmpty();
        assertThat(gaps()).containsExactly(new Gap(0, PARTITION, 1, 1));
        assertThat(take(1, 1, 1)).containsExactly(1L);
    }

    @Test
    void anOwnerThatKnowsNothingTakesNothingButABeginning() {
        take(3, 1, 4);
        intake = new Intake(room -> true, deliveries, entries -> {});
        assertThat(take(3, 5, 1)).isEmpty();
        assertThat(gaps()).containsExactly(new Gap(0, PARTITION, 3, 1));
        assertThat(take(4, 1, 1)).containsExactly(1L);
    }

    @Test
    void pipesOfOtherHubsAndNodesAreOthers() {
        take(5, 1, 3);
        Submit other = new Submit("other", 0, List.of(part(1, 1, 1)));
        assertThat(intake.take(other, 0)).hasSize(1);
        Submit hub = new Submit("gateway", 1, List.of(part(1, 1, 1)));
        assertThat(intake.take(hub, 0)).hasSize(1);
        assertThat(take(5, 4, 1)).containsExactly(4L);
    }

    @Test
    void whatIsAnothersIsSentBackAndNotTakenFromTheMiddleAfterwards() {
        take(1, 1, 1);
        owner = false;
        assertThat(take(1, 2, 1)).isEmpty();
        assertThat(deliver().outcomes()).extracting(Outcome::error).containsExactly("not-owner");
        owner = true;
        assertThat(take(1, 3, 1)).isEmpty();
        assertThat(gaps()).hasSize(1);
        assertThat(take(1, 1, 3)).as("the generation is over").isEmpty();
        assertThat(take(2, 1, 2)).containsExactly(1L, 2L);
    }

    @Test
    void whatWaitedIsSentBackSoThatItsPipeIsOver() {
        take(1, 1, 1);
        BitSet lost = new BitSet();
        lost.set(PARTITION);
        intake.release(lost);
        assertThat(take(1, 2, 1)).isEmpty();
        assertThat(gaps()).containsExactly(new Gap(0, PARTITION, 1, 1));
    }

    @Test
    void aProbeIsAnsweredByWhatIsMissing() {
        take(1, 1, 2);
        probe(1, 2);
        assertThat(gaps()).as("it is slow, and nothing is lost").isEmpty();
        probe(1, 3);
        assertThat(gaps()).containsExactly(new Gap(0, PARTITION, 1, 3));
        probe(2, 1);
        assertThat(gaps()).as("a generation of which nothing came").containsExactly(new Gap(0, PARTITION, 2, 1));
    }

    @Test
    void aProbeFindsThatAnswersWereLost() {
        take(1, 1, 2);
        answer();
        probe(1, 2);
        assertThat(gaps()).as("one is under way").isEmpty();
        answer();
        probe(1, 2);
        assertThat(gaps()).hasSize(1);
    }

    @Test
    void aProbeOfWhatIsOverIsNotAnswered() {
        take(2, 1, 1);
        probe(1, 7);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whoIsSilentForLongIsForgotten() {
        take(1, 1, 1);
        intake.expire(Intake.SILENT_MS);
        assertThat(take(1, 2, 1)).containsExactly(2L);
        intake.expire(Intake.SILENT_MS + 1);
        assertThat(take(1, 3, 1)).isEmpty();
        assertThat(gaps()).hasSize(1);
    }

    private List<Long> take(long generation, long first, int count) {
        return intake.take(new Submit("gateway", 0, List.of(part(generation, first, count))), 0).stream()
                .map(submission -> submission.replyTo().ref())
                .toList();
    }

    private void probe(long generation, long last) {
        intake.probed(new Probe("gateway", 0, List.of(new PipeEnd(PARTITION, generation, last, ROOM))), 0);
    }

    private void answer() {
        intake.answer(new Outcome(new ReplyTo("gateway", 0, 1, 1), ROOM, "e", 1, 1, false, null, null, 0));
        deliver();
    }

    private static Part part(long generation, long first, int count) {
        List<Submission> submissions = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            submissions.add(new Submission(
                    new ReplyTo("gateway", 0, number, generation),
                    ROOM,
                    new Author("ann", null, null),
                    "m" + number,
                    "message",
                    "1",
                    0,
                    null));
        }
        return new Part(PARTITION, generation, first, submissions);
    }

    private List<Gap> gaps() {
        return deliver().gaps();
    }

    private Delivery deliver() {
        List<Delivery> gathered = new ArrayList<>();
        deliveries.flush((node, delivery) -> gathered.add(delivery));
        return gathered.isEmpty()
                ? new Delivery(null, List.of(), List.of(), List.of(), List.of(), List.of())
                : gathered.get(0);
    }
}
