package io.seqway.verification.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long clients were behind: from when anybody was told of an entry to when a client saw it, without the time for
 * which that client was away of its own accord.
 */
final class Lags {
    private static final int WORST = 20;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long fromNanos;
    private final long toNanos;
    private final long[] worstOfSecond;
    private final List<Verdict.Behind> worst = new ArrayList<>();
    private Verdict.Behind worstOfClient;
    private int[] micros = new int[1 << 16];
    private int size;
    /** When the client of the moment was away of its own accord: from, to, from, to, rising. */
    private long[] absences = {};

    Lags(long fromNanos, long toNanos) {
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
        worstOfSecond = new long[(int) ((toNanos - fromNanos) / SECOND) + 1];
    }

    /** Begins with another client. */
    void client(List<Event> events) {
        endOfClient();
        List<Long> times = new ArrayList<>(List.of(fromNanos));
        boolean away = true;
        for (Event event : events) {
            if (away && event.kind() == Event.Kind.CONNECTING || !away && event.kind() == Event.Kind.LEFT) {
                times.add(event.atNanos());
                away = !away;
            }
        }
        if (away) {
            times.add(toNanos);
        }
        absences = times.stream().mapToLong(Long::longValue).toArray();
    }

    /** A client saw an entry for the first time. */
    void saw(String client, Event event, Log log) {
        if (log.holds(event.message(), event.seq())) {
            behind(client, event.room(), event.seq(), log.knownSince(event.seq()), event.atNanos());
        }
    }

    /** A client never saw an entry. */
    void never(String client, String room, long seq, Log log) {
        if (log.isKnown(seq)) {
            behind(client, room, seq, log.knownSince(seq), toNanos);
        }
    }

    private void behind(String client, String room, long seq, long known, long saw) {
        long nanos = Math.max(0, saw - known - away(known, saw));
        add((int) Math.min(Integer.MAX_VALUE, nanos / 1000));
        long from = saw - nanos;
        for (long at = from; at < saw; at += SECOND - Math.floorMod(at - fromNanos, SECOND)) {
            int second = (int) Math.min(worstOfSecond.length - 1L, (at - fromNanos) / SECOND);
            long endOfSecond = fromNanos + (second + 1) * SECOND;
            worstOfSecond[second] = Math.max(worstOfSecond[second], Math.min(saw, endOfSecond) - from);
        }
        if (worstOfClient == null || nanos > worstOfClient.nanos()) {
            worstOfClient = new Verdict.Behind(client, room, seq, from, nanos);
        }
    }

    private long away(long from, long to) {
        long sum = 0;
        for (int at = 0; at + 1 < absences.length && absences[at] < to; at += 2) {
            sum += Math.max(0, Math.min(to, absences[at + 1]) - Math.max(from, absences[at]));
        }
        return sum;
    }

    private void add(int value) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, size * 2);
        }
        micros[size++] = value;
    }

    private void endOfClient() {
        if (worstOfClient != null) {
            worst.add(worstOfClient);
            worstOfClient = null;
        }
    }

    Verdict.Lag result() {
        endOfClient();
        worst.sort(Comparator.comparingLong(Verdict.Behind::nanos).reversed());
        Arrays.sort(micros, 0, size);
        return new Verdict.Lag(
                size,
                percentile(0.5),
                percentile(0.99),
                percentile(0.999),
                worst.isEmpty() ? 0 : worst.get(0).nanos(),
                List.copyOf(worst.subList(0, Math.min(WORST, worst.size()))),
                Arrays.stream(worstOfSecond)
                        .map(TimeUnit.NANOSECONDS::toMillis)
                        .boxed()
                        .toList());
    }

    private long percentile(double share) {
        return size == 0 ? 0 : micros[(int) Math.min(size - 1, Math.ceil(share * size) - 1)] * 1000L;
    }
}
