package io.seqway.gateway.room;

import static io.seqway.gateway.room.LostEntries.MOMENT_MS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An owner that is behind its readers is news only if it stays there. */
class LostEntriesTest {
    private final LostEntries lost = new LostEntries();

    @Test
    void anOwnerThatWaitsForTheAnswerToItsWriteIsNoNews() {
        assertThat(lost.areToBeSaid("room", 70, 71, 0)).isFalse();
        assertThat(lost.areToBeSaid("room", 71, 71, 500)).isFalse();
        assertThat(lost.areToBeSaid("room", 71, 72, MOMENT_MS)).isFalse();
    }

    @Test
    void anOwnerThatStaysBehindIsSaidOnceInAWhile() {
        lost.areToBeSaid("room", 70, 71, 0);
        assertThat(lost.areToBeSaid("room", 70, 71, MOMENT_MS - 1)).isFalse();
        assertThat(lost.areToBeSaid("room", 70, 71, MOMENT_MS)).isTrue();
        assertThat(lost.areToBeSaid("room", 70, 71, MOMENT_MS + 1)).isFalse();
        assertThat(lost.areToBeSaid("room", 70, 71, 2 * MOMENT_MS)).isTrue();
    }

    @Test
    void aRoomThatIsOpenedAgainBeginsAnew() {
        lost.areToBeSaid("room", 70, 71, 0);
        lost.forget("room");
        assertThat(lost.areToBeSaid("room", 70, 71, MOMENT_MS)).isFalse();
    }

    @Test
    void eachRoomHasItsOwnTime() {
        lost.areToBeSaid("room", 70, 71, 0);
        assertThat(lost.areToBeSaid("other", 3, 4, MOMENT_MS)).isFalse();
    }
}
