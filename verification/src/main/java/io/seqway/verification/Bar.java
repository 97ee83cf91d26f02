package io.seqway.verification;

import io.seqway.verification.fault.Kind;
import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How much must have happened for a run to prove anything, and how well the clients must have fared: for half an hour
 * 200,000 acks, 2,000 reconnects and ten faults of each kind, and in proportion for less.
 *
 * @param ran how long things went wrong
 * @param kinds the faults that were wanted
 * @param pace whether it counts, too, how soon messages were acked and seen
 */
record Bar(Duration ran, Collection<Kind> kinds, boolean pace) {
    private static final Duration WHOLE = Duration.ofMinutes(30);
    private static final int ACKS = 200_000;
    private static final int RECONNECTS = 2_000;
    private static final int FAULTS = 10;
    private static final double FIRST_TRY = 0.8;
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** What is missing beyond what the verdict itself says, one line for each. */
    List<String> missed(Verdict verdict, List<FaultRecord> faults) {
        List<String> missed = new ArrayList<>();
        faults.stream()
                .filter(fault -> !fault.bit())
                .forEach(fault -> missed.add("a fault did not bite: " + fault.kind() + ", " + fault.evidence()));
        for (Kind kind : kinds) {
            long count = faults.stream()
                    .filter(fault -> fault.bit() && fault.kind().equals(kind.text()))
                    .count();
            atLeast(missed, "faults " + kind.text(), count, FAULTS);
        }
        atLeast(missed, "acks", verdict.sent().acked(), ACKS);
        atLeast(missed, "reconnects", verdict.counts().reconnects(), RECONNECTS);
        if (pace) {
            tooSlow(missed, verdict);
        }
        return missed;
    }

    private static void tooSlow(List<String> missed, Verdict verdict) {
        double firstTry = verdict.sent().firstTryShare();
        if (firstTry < FIRST_TRY) {
            missed.add("acked at the first try: %.1f %% of 80 %%".formatted(100 * firstTry));
        }
        Duration worst = Duration.ofNanos(verdict.lag().worstNanos());
        if (worst.compareTo(SILENCE) >= 0) {
            missed.add("the worst silence: %.1f s of less than 15 s".formatted(worst.toMillis() / 1000.0));
        }
    }

    private void atLeast(List<String> missed, String what, long count, long inHalfAnHour) {
        long wanted = Math.min(inHalfAnHour, inHalfAnHour * ran.toMillis() / WHOLE.toMillis());
        if (count < wanted) {
            missed.add("%s: %d of %d".formatted(what, count, wanted));
        }
    }
}
