package io.seqway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.ToStore.Heard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much may be on its way to a gateway node. */
class OutflowTest {
    private static final int MIB = 1024 * 1024;
    private static final Run RUN = new Run("a", "e.1", 1, List.of(new byte[MIB - 128]));

    private long clock = 1_000;
    private final Outflows outflows = new Outflows("store", () -> clock);

    @Test
    void nothingIsPushedToANodeThatIsNotKnown() {
        assertThat(outflows.takes("g", RUN)).isFalse();
        assertThat(outflows.pushed("g")).isNull();
    }

    @Test
    void eightMebibytesMayBeUnconfirmed() {
        outflows.open("g");
        assertThat(push()).isEqualTo(8);
        assertThat(outflows.pushed("g")).isEqualTo(new Pushed("store", 1_000, 8L * MIB));
    }

    @Test
    void itFlowsAgainWhenHalfIsConfirmedAndNotBefore() {
        outflows.open("g");
        push();
        assertThat(heard(3L * MIB)).isFalse();
        assertThat(push()).isZero();
        assertThat(heard(4L * MIB)).isTrue();
        assertThat(push()).isEqualTo(4);
    }

    @Test
    void whatIsConfirmedInTimeStopsNothing() {
        outflows.open("g");
        for (long sent = 1; sent < 100; sent++) {
            assertThat(outflows.takes("g", RUN)).isTrue();
            assertThat(heard(sent * MIB)).as("nothing was left out").isFalse();
        }
    }

    @Test
    void whatMayBeLeftOutLeavesHalfToEntriesAndStopsNothing() {
        outflows.open("g");
        for (int sent = 0; sent < 4; sent++) {
            assertThat(outflows.takesBesides("g", new byte[MIB - 128])).isTrue();
        }
        assertThat(outflows.takesBesides("g", new byte[MIB - 128])).isFalse();
        assertThat(push()).as("entries").isEqualTo(4);
        assertThat(heard(8L * MIB)).isTrue();
        assertThat(outflows.takesBesides("g", null)).isTrue();
    }

    @Test
    void anOlderConfirmationThatComesLateTakesNothingBack() {
        outflows.open("g");
        push();
        heard(8L * MIB);
        heard(MIB);
        assertThat(push()).isEqualTo(8);
    }

    @Test
    void whatWasConfirmedToAnEarlierSelfDoesNotCount() {
        outflows.open("g");
        push();
        assertThat(outflows.heard(new Heard("g", 999, 8L * MIB))).isFalse();
        assertThat(push()).isZero();
    }

    @Test
    void noMoreIsConfirmedThanWasPushed() {
        outflows.open("g");
        heard(Long.MAX_VALUE);
        assertThat(push()).isEqualTo(8);
    }

    @Test
    void sessionsDifferEvenIfTheClockStandsStill() {
        outflows.open("g");
        outflows.close("g");
        outflows.open("g");
        outflows.open("h");
        assertThat(outflows.pushed("g").session()).isEqualTo(1_001);
        assertThat(outflows.pushed("h").session()).isEqualTo(1_002);
        clock = 5_000;
        outflows.close("g");
        outflows.open("g");
        assertThat(outflows.pushed("g")).isEqualTo(new Pushed("store", 5_000, 0));
    }

    @Test
    void manySmallRunsAreBoundedToo() {
        outflows.open("g");
        Run small = new Run("a", "e.1", 1, List.of(new byte[2]));
        int taken = 0;
        while (taken < 100_000 && outflows.takes("g", small)) {
            taken++;
        }
        assertThat(taken).isLessThan(70_000);
    }

    @Test
    void aNodeIsDeadThatLeavesFourteenBeaconsWithoutAnAnswer() {
        outflows.open("g");
        for (int i = 0; i < 13; i++) {
            outflows.asked();
        }
        assertThat(outflows.isDead("g")).isFalse();
        heard(0);
        for (int i = 0; i < 14; i++) {
            assertThat(outflows.isDead("g")).isFalse();
            outflows.asked();
        }
        assertThat(outflows.isDead("g")).isTrue();
    }

    private int push() {
        int pushed = 0;
        while (pushed < 100 && outflows.takes("g", RUN)) {
            pushed++;
        }
        return pushed;
    }

    private boolean heard(long bytes) {
        return outflows.heard(new Heard("g", outflows.pushed("g").session(), bytes));
    }
}
