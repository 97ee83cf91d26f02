package io.seqway.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.room.Hub;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.MessageStore;
import io.seqway.store.log.RoomLog;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A simulation that was never red proves nothing: each known mistake is found, and is what breaks the promise. */
class BrokenVariantsTest {
    private static final long SCHEDULES = 10_000;

    @Test
    void aMissingUniqueIndexStoresAMessageTwice() {
        assertBreaks("I4", new Variant() {
            @Override
            boolean keysAreUnique() {
                return false;
            }
        });
    }

    @Test
    void twoWritesInFlightForARoomLeaveAHole() {
        assertBreaks("I2", withLog(BrokenLog.TwoWritesInFlight::new));
    }

    @Test
    void renumberingAfterATimeoutStoresWhatWasRefused() {
        assertBreaks("I8", withLog(BrokenLog.RenumbersAfterTimeout::new));
    }

    @Test
    void anAckBeforeTheCommitIsOfAMessageThatIsLost() {
        assertBreaks("I3", withLog(BrokenLog.AcksBeforeCommit::new));
    }

    @Test
    void aHeadTakenFromWhatRetentionLeftGivesASeqTwice() {
        assertBreaks("I1", withLog(BrokenLog.KnowsNoFloor::new));
    }

    @Test
    void aFloorThatIsNotAwaitedIsBelowWhatIsRemoved() {
        assertBreaks("retention", withLog(BrokenLog.DoesNotAwaitTheFloor::new));
    }

    @Test
    void aRetentionThatDoesNotSpareTheLastEntryGivesASeqTwice() {
        assertBreaks("I1", new Variant() {
            @Override
            boolean retentionSparesNothing() {
                return true;
            }
        });
    }

    @Test
    void anOwnDuplicateTakenForAFenceIsNeverAnswered() {
        assertBreaks("progress", withLog(BrokenLog.TakesOwnDuplicateForFence::new));
    }

    @Test
    void withoutProbesAZombiesEntryInAQuietRoomIsNeverFound() {
        assertBreaks("I6", new Variant() {
            @Override
            EventLoop loop(EventLoop real) {
                return new Without(real, MessageStore.PROBE_MS);
            }
        });
    }

    @Test
    void afterATimeoutTakenForARefusalAMessageHasFailedAndIsStored() {
        assertBreaks("failed", withLog(BrokenLog.RenumbersAfterTimeout::new));
    }

    @Test
    void withoutATimeOfItsOwnWhatWasShownMayHaveNoEnd() {
        assertBreaks("pending", new Variant() {
            @Override
            EventLoop gatewayLoop(EventLoop real) {
                return new Without(real, Hub.SWEEP_MS);
            }
        });
    }

    private static void assertBreaks(String promise, Variant broken) {
        Schedule.Result red = LongStream.range(0, SCHEDULES)
                .unordered()
                .parallel()
                .mapToObj(seed -> Schedule.run(seed, broken, false))
                .filter(result ->
                        result.violation() != null && result.violation().startsWith(promise))
                .findAny()
                .orElseThrow(() -> new AssertionError("no schedule of " + SCHEDULES + " breaks " + promise));
        assertThat(Schedule.run(red.seed(), new Variant(), false).violation())
                .as("seed %d, without the mistake", red.seed())
                .isNull();
    }

    private static Variant withLog(UnaryOperator<RoomLog> mistake) {
        return new Variant() {
            @Override
            RoomLog log(RoomLog real) {
                return mistake.apply(real);
            }
        };
    }

    /** An event loop on which nothing happens that should every so many ms. */
    private record Without(EventLoop real, long ms) implements EventLoop {
        @Override
        public void run(Runnable task) {
            real.run(task);
        }

        @Override
        public void after(long delayMs, Runnable task) {
            real.after(delayMs, task);
        }

        @Override
        public void every(long periodMs, Runnable task) {
            if (periodMs != ms) {
                real.every(periodMs, task);
            }
        }

        @Override
        public long now() {
            return real.now();
        }
    }
}
