package io.seqway.verification.report;

import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What clients noticed of a fault. Who lost a connection while it lasted, or within five seconds after, counts as
 * affected by it, so where faults overlap one client may count for both.
 *
 * @param affected how many connections were lost
 * @param liveP50Nanos from the beginning of the fault to when the median of these was live again; 0 if there are none
 * @param liveP99Nanos to when 99 of 100 were
 * @param liveWorstNanos to when all were; {@link Verdict.Outage#NEVER} if one never was
 * @param silenceMillis for how long the client that was most behind had been behind, while the fault lasted and 15 s
 *     after
 */
public record FaultEffect(
        FaultRecord fault,
        int affected,
        long liveP50Nanos,
        long liveP99Nanos,
        long liveWorstNanos,
        long silenceMillis) {
    private static final long AFTERWARDS = TimeUnit.SECONDS.toNanos(5);
    private static final int SILENCE_AFTERWARDS = 15;

    /** Looks for what came of a fault. */
    public static FaultEffect of(FaultRecord fault, Verdict verdict) {
        List<Long> live = verdict.outages().stream()
                .filter(outage -> outage.fromNanos() - fault.fromNanos() >= 0
                        && outage.fromNanos() - fault.toNanos() <= AFTERWARDS)
                .map(outage -> outage.liveNanos() == Verdict.Outage.NEVER
                        ? Verdict.Outage.NEVER
                        : outage.liveNanos() - fault.fromNanos())
                .sorted()
                .toList();
        return new FaultEffect(
                fault,
                live.size(),
                percentile(live, 0.5),
                percentile(live, 0.99),
                percentile(live, 1),
                silence(fault, verdict));
    }

    private static long percentile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    private static long silence(FaultRecord fault, Verdict verdict) {
        List<Long> all = verdict.lag().worstMillisPerSecond();
        int from = within(fault.fromNanos(), verdict, all.size());
        int to = within(fault.toNanos(), verdict, all.size()) + SILENCE_AFTERWARDS;
        return all.subList(from, Math.min(all.size(), to + 1)).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static int within(long nanos, Verdict verdict, int seconds) {
        long second = TimeUnit.NANOSECONDS.toSeconds(nanos - verdict.fromNanos());
        return (int) Math.max(0, Math.min(seconds, second));
    }
}
