package io.seqway.verification.history;

import java.util.List;
import java.util.Map;

/**
 * What a history proves.
 *
 * @param about the seed and the options, in one line
 * @param fromNanos when the history begins, of {@link System#nanoTime()}
 * @param toNanos when it ends
 * @param violations how often each promise was broken; one that was kept is not there
 * @param examples the first violations of each kind, at most 20 of each
 * @param sent what was sent and what became of it
 * @param counts how much happened
 * @param lag how long clients were behind
 * @param outages lost connections, but for those that the client ended of its own accord
 */
public record Verdict(
        String about,
        long fromNanos,
        long toNanos,
        Map<Violation.Kind, Long> violations,
        List<Violation> examples,
        Sent sent,
        Counts counts,
        Lag lag,
        List<Outage> outages) {

    /** Whether no promise was broken. */
    public boolean isGreen() {
        return violations.isEmpty();
    }

    /**
     * Messages, each once, however often it was sent.
     *
     * @param messages all
     * @param attempts how often they were sent
     * @param acked how many were acked
     * @param ackedAtFirstTry of these, how many were sent once and not refused before
     * @param unknownStored without a final answer, and in the log
     * @param unknownAbsent without a final answer, and not in the log
     * @param refused each attempt was refused for certain
     */
    public record Sent(
            long messages,
            long attempts,
            long acked,
            long ackedAtFirstTry,
            long unknownStored,
            long unknownAbsent,
            long refused) {

        /** The share of all messages that was acked at the first try, from 0 to 1. */
        public double firstTryShare() {
            return messages == 0 ? 0 : (double) ackedAtFirstTry / messages;
        }
    }

    /**
     * How much happened.
     *
     * @param clients that took part
     * @param rooms whose logs were read
     * @param entries in these logs
     * @param connects connections that got their {@code welcome}
     * @param reconnects of these, all but the first of each client
     * @param leaves connections that a client ended of its own accord
     * @param breaks connections that were lost, and attempts that failed
     * @param sawLive entries that came by themselves, over all clients
     * @param sawMissed entries that came in pages of what was missed
     * @param outcomes of resumed rooms, by status
     * @param refusals of sends, by code
     * @param errors other ones, by code
     * @param acksPerSecond for each second since the beginning
     */
    public record Counts(
            int clients,
            int rooms,
            long entries,
            long connects,
            long reconnects,
            long leaves,
            long breaks,
            long sawLive,
            long sawMissed,
            Map<String, Long> outcomes,
            Map<String, Long> refusals,
            Map<String, Long> errors,
            List<Long> acksPerSecond) {}

    /**
     * How long clients were behind: from when anybody was told of an entry to when a client of the room saw it, in
     * nanoseconds, without the time for which the client was away of its own accord.
     *
     * @param sights how many were measured
     * @param p50Nanos the median
     * @param p99Nanos of a hundred sights, all but one were not later
     * @param p999Nanos of a thousand
     * @param worstNanos the latest
     * @param worst the latest sights, one for each client, the worst first
     * @param worstMillisPerSecond for each second since the beginning, for how long the client that was most behind had
     *     been behind
     */
    public record Lag(
            long sights,
            long p50Nanos,
            long p99Nanos,
            long p999Nanos,
            long worstNanos,
            List<Behind> worst,
            List<Long> worstMillisPerSecond) {}

    /**
     * A client that was behind.
     *
     * @param fromNanos since when
     * @param nanos for how long
     */
    public record Behind(String client, String room, long seq, long fromNanos, long nanos) {}

    /**
     * A connection that was lost.
     *
     * @param node the node that it was connected to; empty if it was not
     * @param why what the client noticed
     * @param fromNanos when it noticed
     * @param liveNanos when it was connected again and had the outcome of each room; {@link #NEVER} if that never was
     */
    public record Outage(String client, String node, String why, long fromNanos, long liveNanos) {
        /** It never was live again. */
        public static final long NEVER = Long.MAX_VALUE;
    }
}
