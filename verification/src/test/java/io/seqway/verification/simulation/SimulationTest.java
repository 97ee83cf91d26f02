package io.seqway.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever goes wrong between clients, gateways, message stores and the database, and in whatever order: the promises
 * are kept. {@code -Dseqway.seed=N} replays one schedule, {@code -Dseqway.schedules=N} runs another number of them.
 */
class SimulationTest {
    private static final Long SEED = Long.getLong("seqway.seed");
    private static final long SCHEDULES = Long.getLong("seqway.schedules", 10_000);
    private static final int SHOWN = 10;
    private static final double SHARE = 0.05;

    @Test
    void everyScheduleKeepsThePromises() throws IOException {
        if (SEED != null) {
            System.out.println("seed " + SEED + ": " + trace(SEED));
            assertThat(Schedule.run(SEED, new Variant(), false).violation()).isNull();
            return;
        }
        long began = System.nanoTime();
        List<Schedule.Result> results = LongStream.range(0, SCHEDULES)
                .parallel()
                .mapToObj(seed -> Schedule.run(seed, new Variant(), false))
                .toList();
        report(results, System.nanoTime() - began);
        List<Schedule.Result> red =
                results.stream().filter(result -> result.violation() != null).toList();
        if (!red.isEmpty()) {
            throw new AssertionError(red.size() + " of " + SCHEDULES + " schedules broke a promise, the first of them: "
                    + red.stream()
                            .limit(SHOWN)
                            .map(result -> "\nseed " + result.seed() + ": " + result.violation())
                            .collect(Collectors.joining())
                    + "\n" + trace(red.get(0).seed()));
        }
        assertThat(results)
                .anyMatch(result -> result.failed() > 0)
                .anyMatch(result -> result.resets() > 0)
                .anyMatch(result -> result.ended() > result.failed());
        for (Fault fault : Fault.values()) {
            assertThat(share(results, fault)).as("schedules with %s", fault).isGreaterThan(SHARE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aSeedReplaysToTheLastDetail(long seed) {
        List<String> first = Schedule.run(seed, new Variant(), true).trace();
        assertThat(Schedule.run(seed, new Variant(), true).trace()).isEqualTo(first);
    }

    /** Runs a schedule again, writes down what happens in it, and says where. */
    private static String trace(long seed) throws IOException {
        List<String> lines = Schedule.run(seed, new Variant(), true).trace();
        Path file = Path.of("target", "seed-" + seed + ".txt");
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        return "all that happens is in verification/" + file + ", and ends with\n"
                + lines.stream().skip(Math.max(0, lines.size() - 4 * SHOWN)).collect(Collectors.joining("\n"));
    }

    private static void report(List<Schedule.Result> results, long ns) {
        double seconds = ns / (double) TimeUnit.SECONDS.toNanos(1);
        long entries = results.stream().mapToLong(Schedule.Result::entries).sum();
        String faults = Arrays.stream(Fault.values())
                .map(fault -> String.format(
                        Locale.ROOT,
                        "%s %.0f %%",
                        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        100 * share(results, fault)))
                .collect(Collectors.joining(", "));
        System.out.printf(
                Locale.ROOT,
                "%d schedules in %.1f s (%.0f a second), %.1f entries in each, what was shown before it was stored ended"
                        + " without it %d times, %d messages failed for good; retention removed %d entries and passed by %d"
                        + " clients; of them with %s%n",
                results.size(),
                seconds,
                results.size() / seconds,
                entries / (double) results.size(),
                results.stream().mapToLong(Schedule.Result::ended).sum(),
                results.stream().mapToLong(Schedule.Result::failed).sum(),
                results.stream().mapToLong(Schedule.Result::removed).sum(),
                results.stream().mapToLong(Schedule.Result::resets).sum(),
                faults);
    }

    private static double share(List<Schedule.Result> results, Fault fault) {
        return results.stream()
                        .filter(result -> result.faults().contains(fault))
                        .count()
                / (double) results.size();
    }
}
