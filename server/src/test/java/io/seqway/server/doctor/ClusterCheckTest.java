package io.seqway.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.mongo.Examination.Standing;
import io.seqway.store.mongo.NodeNotes.Note;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the doctor makes of leases and notes. */
class ClusterCheckTest {
    private static final Set<String> TWO = Set.of("a", "b");

    @Test
    void whoseLeaseMovesLives() {
        assertThat(ClusterCheck.living(Map.of("a", 1L, "b", 5L), Map.of("a", 3L, "b", 5L)))
                .containsExactly("a");
    }

    @Test
    void nodesThatSeeEachOtherAreNoFinding() {
        assertThat(ClusterCheck.of(TWO, owned("a", "b"), List.of(note("a", "a", "b"), note("b", "a", "b"))))
                .containsExactly(Finding.ok(
                        "cluster", "2 message stores see each other and own all partitions: a (host-a), b (host-b)"));
    }

    @Test
    void halvesOfAClusterAreFoundOnBothSides() {
        List<Finding> findings = ClusterCheck.of(TWO, owned("a", "a"), List.of(note("a", "a"), note("b", "b")));
        assertThat(findings).extracting(Finding::state).containsExactly(Finding.State.WRONG, Finding.State.WRONG);
        assertThat(findings.get(0).says()).startsWith("split: node a (host-a) does not see b (host-b), which lives");
        assertThat(findings.get(1).says()).startsWith("split: node b (host-b) does not see a (host-a), which lives");
    }

    @Test
    void nodesThatGetNoAnswerOfEachOtherAreFoundThoughTheySeeEachOther() {
        Standing standing = new Standing(
                Map.of(), List.of("a", "a"), Map.of("a", Set.of("b", "gone"), "b", Set.of(), "gone", Set.of("a")));
        assertThat(ClusterCheck.of(TWO, standing, List.of(note("a", "a", "b"), note("b", "a", "b"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.says())
                        .startsWith(
                                "node a (host-a) gets no answer over the event bus from b (host-b): open the port"));
    }

    @Test
    void aNodeThatIsGoneIsNotMissed() {
        assertThat(ClusterCheck.of(Set.of("a"), owned("a"), List.of(note("a", "a"), note("b", "a", "b"))))
                .extracting(Finding::state)
                .containsExactly(Finding.State.OK);
    }

    @Test
    void partitionsWithoutALivingOwnerAreFound() {
        assertThat(ClusterCheck.of(Set.of("a"), owned("a", "gone", null), List.of(note("a", "a"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.says()).startsWith("2 of 3 partitions have no living owner"));
    }

    @Test
    void clocksMayDifferByASecond() {
        assertThat(Clocks.of(List.of(new Note("a", "", List.of(), 10_900, 10_000))))
                .extracting(Finding::state)
                .containsExactly(Finding.State.OK);
        assertThat(Clocks.of(List.of(new Note("a", "", List.of(), 5_000, 10_000))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.says()).startsWith("node a is 5.0 s behind MongoDB"));
        assertThat(Clocks.here("MongoDB", 10_000, 14_000, 9_500).state())
                .as("an answer that took long says little")
                .isEqualTo(Finding.State.OK);
    }

    private static Standing owned(String... owners) {
        return new Standing(Map.of(), Arrays.asList(owners), Map.of());
    }

    private static Note note(String node, String... sees) {
        return new Note(node, "host-" + node, List.of(sees), 0, 0);
    }
}
