package io.seqway.protocol.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What two nodes can tell from the sums of their rooms. */
class HeadSumTest {
    private static final long A = HeadSum.root("a", "e.1");
    private static final long B = HeadSum.root("b", "e.1");

    @Test
    void theOrderDoesNotMatter() {
        assertThat(HeadSum.NONE.with(A, 1).with(B, 7))
                .isEqualTo(HeadSum.NONE.with(B, 7).with(A, 1));
    }

    @Test
    void whatIsTakenBackLeavesNothing() {
        HeadSum both = HeadSum.NONE.with(A, 0).with(B, Long.MAX_VALUE);
        assertThat(both.without(A, 0)).isEqualTo(HeadSum.NONE.with(B, Long.MAX_VALUE));
        assertThat(both.without(A, 0).without(B, Long.MAX_VALUE)).isEqualTo(HeadSum.NONE);
    }

    @Test
    void twoRoomsThatChangePlacesAreNoticed() {
        assertThat(HeadSum.NONE.with(A, 1).with(B, 2))
                .isNotEqualTo(HeadSum.NONE.with(A, 2).with(B, 1));
    }

    @Test
    void roomsEpochsAndHeadsAllCount() {
        Set<Long> sums = new HashSet<>();
        for (int room = 0; room < 100; room++) {
            for (int epoch = 1; epoch <= 10; epoch++) {
                for (long head = 0; head < 100; head++) {
                    sums.add(HeadSum.NONE
                            .with(HeadSum.root("room" + room, "t." + epoch), head)
                            .sum());
                }
            }
        }
        assertThat(sums).hasSize(100 * 10 * 100);
    }

    @Test
    void nameAndEpochDoNotRunIntoEachOther() {
        assertThat(HeadSum.root("ab", "c")).isNotEqualTo(HeadSum.root("a", "bc"));
    }

    /** Nodes of different versions compare their sums. */
    @Test
    void theSumIsPartOfTheFormat() {
        assertThat(HeadSum.NONE.with(HeadSum.root("team.bridge", "80fq9ag3.1"), 5))
                .isEqualTo(new HeadSum(1, 3_573_804_434_549_315_208L));
    }
}
