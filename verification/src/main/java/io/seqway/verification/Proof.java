package io.seqway.verification;

import io.seqway.verification.client.Fleet;
import io.seqway.verification.client.FleetOptions;
import io.seqway.verification.fault.Kind;
import io.seqway.verification.fault.Nemesis;
import io.seqway.verification.history.Checker;
import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.History;
import io.seqway.verification.history.HistoryFile;
import io.seqway.verification.history.Verdict;
import io.seqway.verification.history.Violation;
import io.seqway.verification.report.Report;
import io.seqway.verification.stage.Stage;
import io.seqway.verification.stage.StoredLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code verification/prove}: it ends with 0 if all promises were kept and enough happened, else with 1. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lets hundreds of clients talk by three real nodes while everything goes wrong that may,"
                + " and holds what they saw against what is promised.")
public final class Proof implements Callable<Integer> {
    private static final int RED = 1;
    private static final int MINUTE_MS = 60_000;

    private final long began = System.nanoTime();

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "30", description = "how long (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "240", description = "how many (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--seed", paramLabel = "N", description = "of the faults and of the clients (random)")
    private Long seed;

    @Option(
            names = "--faults",
            paramLabel = "KIND,...",
            split = ",",
            description = "kinds of faults (all: ${DEFAULT-VALUE})")
    private List<String> faults = Stream.of(Kind.values()).map(Kind::text).toList();

    @Option(
            names = "--apart",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "how much longer than usual nothing happens behind a fault of the same lane; with 14, and faults of"
                            + " nodes only, the report shows what each of them alone cost (${DEFAULT-VALUE})")
    private int apart;

    @Option(
            names = "--pace",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "whether it counts, too, how soon messages were acked and seen (${DEFAULT-VALUE})")
    private boolean pace;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "how long to wait, at the end, for answers and entries that do not come (${DEFAULT-VALUE})")
    private int settle;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the report and what the processes said goes (verification/target/proof-SEED)")
    private Path out;

    @Option(names = "--server", paramLabel = "JAR", required = true, description = "the server's jar", hidden = true)
    private Path server;

    /** Runs one, and exits with its code. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Proof());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("prove: " + failure.getMessage());
            failure.printStackTrace(line.getErr());
            return RED;
        });
        // threads of the fleet or of a fault that failed must not keep it
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seed == null) {
            seed = ThreadLocalRandom.current().nextLong(1_000_000);
        }
        if (out == null) {
            out = Path.of("verification", "target", "proof-" + seed);
        }
        out = Files.createDirectories(out).toAbsolutePath();
        if (apart < 0) {
            throw new IllegalArgumentException("--apart=" + apart + ": less than 0");
        }
        List<Kind> kinds = faults.stream().map(Kind::of).toList();
        say("seed %d, %s minutes, %d clients, into %s", seed, minutes, clients, out);
        Stage stage = Stage.start(server.toAbsolutePath(), out);
        say("all is ready, and clients go to %s", stage.entry());
        Fleet fleet = Fleet.start(stage.entry(), stage::token, seed, options());
        Nemesis nemesis = Nemesis.start(stage, seed, kinds, Duration.ofSeconds(apart), this::say);
        Duration time = Duration.ofMillis(Math.round(minutes * MINUTE_MS));
        Thread.sleep(time.toMillis());
        List<FaultRecord> records = nemesis.stop();
        say("the faults are over");
        History history;
        try (StoredLog log = stage.log()) {
            history = fleet.stop(log::of);
        }
        say("the history has ended");
        HistoryFile.write(out.resolve("history.jsonl.gz"), history);
        Verdict verdict = Checker.check(history);
        List<String> missed = new Bar(time, kinds, pace).missed(verdict, records);
        Report.write(out, verdict, records, missed);
        say("%s", verdict.sent());
        say("%s", verdict.counts().outcomes());
        say("%d reconnects, %d faults: %s", verdict.counts().reconnects(), records.size(), count(records));
        say("behind: %s", verdict.lag().worst().stream().limit(3).toList());
        verdict.violations().forEach((kind, count) -> say("BROKEN %s, %d times", kind, count));
        verdict.examples().forEach(this::say);
        missed.forEach(what -> say("MISSED %s", what));
        if (verdict.isGreen() && missed.isEmpty()) {
            stage.forget();
            say("GREEN");
            return 0;
        }
        say("RED; the log stays in the database %s", stage.database());
        return RED;
    }

    private FleetOptions options() {
        return FleetOptions.of(clients).settledWithin(Duration.ofSeconds(settle));
    }

    private static Map<String, Long> count(List<FaultRecord> records) {
        return records.stream()
                .filter(FaultRecord::bit)
                .collect(Collectors.groupingBy(FaultRecord::kind, TreeMap::new, Collectors.counting()));
    }

    private void say(FaultRecord fault) {
        double seconds = (fault.toNanos() - fault.fromNanos()) / 1e9;
        say("%s for %.1f s%s: %s", fault.kind(), seconds, fault.bit() ? "" : ", WITHOUT EFFECT", fault.evidence());
    }

    /** What was broken, where only these lines are kept: the report has it, too. */
    private void say(Violation broken) {
        double at = (broken.atNanos() - began) / 1e9;
        say(
                "%s %s %s seq %d%s: %s",
                broken.kind(),
                broken.client(),
                broken.room(),
                broken.seq(),
                broken.atNanos() == 0 ? "" : " at %.1f".formatted(at),
                broken.what());
    }

    private void say(String format, Object... values) {
        System.out.printf("%6.1f  %s%n", (System.nanoTime() - began) / 1e9, format.formatted(values));
    }
}
