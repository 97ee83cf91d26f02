package io.seqway.verification.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code verification/fuzz}: it ends with 0 if nothing was found and enough was reached, else with 1. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends one real server what nobody would send, by the thousand, and looks whether it minds.")
public final class Fuzz implements Callable<Integer> {
    private static final int RED = 1;

    private final long began = System.nanoTime();
    private final Findings findings = new Findings();
    private final AtomicLong connections = new AtomicLong();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "how long at the least (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--seed", paramLabel = "N", description = "of all inputs (random)")
    private Long seed;

    @Option(
            names = "--pace",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "true",
            description = "whether it counts, too, how soon those who do nothing wrong are served (${DEFAULT-VALUE})")
    private boolean pace;

    @Option(
            names = "--attacks",
            paramLabel = "NAME,...",
            split = ",",
            description =
                    "only these: talk, garble, rooms, members, requests, limits, times, break, handshake, call (all)")
    private List<String> attacks = List.of();

    @Option(
            names = "--only",
            paramLabel = "CONNECTION",
            description = "makes this connection alone, as a finding names it, such as talk-17")
    private String only;

    @Option(
            names = "--branches",
            paramLabel = "PERCENT",
            defaultValue = "90",
            description = "how many of the handlers' branches must be reached (${DEFAULT-VALUE})")
    private int branches;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the server's log and what was found goes (verification/target/fuzz-SEED)")
    private Path out;

    @Option(names = "--server", paramLabel = "JAR", required = true, description = "the server's jar", hidden = true)
    private Path server;

    @Option(names = "--protocol", paramLabel = "FILE", required = true, description = "its document", hidden = true)
    private Path protocol;

    /** Runs one, and exits with its code. */
    public static void main(String[] arguments) {
        // threads that still wait for a server that hangs must not keep it
        System.exit(command().execute(arguments));
    }

    /** The command, also for a program that runs it itself. */
    public static CommandLine command() {
        CommandLine command = new CommandLine(new Fuzz());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("fuzz: " + failure.getMessage());
            failure.printStackTrace(line.getErr());
            return RED;
        });
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seed == null) {
            seed = ThreadLocalRandom.current().nextLong(1_000_000);
        }
        out = Files.createDirectories(out == null ? Path.of("verification", "target", "fuzz-" + seed) : out)
                .toAbsolutePath();
        say("seed %d, %d s, into %s", seed, seconds, out);
        Coverage coverage;
        try (TokenMint tokens = new TokenMint()) {
            FuzzedServer node = FuzzedServer.start(server.toAbsolutePath(), tokens, out);
            try {
                attack(new Target(node.port(), tokens, Examples.of(protocol), findings), node);
                say("%d connections; all are closed", connections.get());
                node.awaitReleased(findings);
                node.stop(findings);
            } finally {
                node.kill();
            }
            coverage = Coverage.of(node.coverage(), server.toAbsolutePath());
        }
        return report(coverage);
    }

    private void attack(Target target, FuzzedServer node) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (Attack attack : attacks()) {
            AtomicLong numbers = new AtomicLong();
            for (int i = 0; i < (only == null ? attack.workers() : 1); i++) {
                threads.add(new Thread(
                        () -> repeat(
                                () -> node.isAlive()
                                        && (attack.goesOn() && System.nanoTime() < end || isDue(attack, numbers)),
                                () -> connect(target, attack, numbers.getAndIncrement())),
                        attack.name()));
            }
        }
        AtomicBoolean over = new AtomicBoolean();
        try (Canary canary = new Canary(target, pace)) {
            Thread beside = new Thread(() -> repeat(() -> !over.get(), canary::say), "canary");
            beside.start();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            over.set(true);
            beside.join();
            say("the canary has said %d things, and was told to wait %d times", canary.sent(), canary.timeouts());
        }
    }

    private List<Attack> attacks() {
        return Stream.of(
                        new Talk(),
                        new Garble(),
                        RoomScenes.all(),
                        MemberScenes.all(),
                        RequestScenes.all(),
                        LimitScenes.fast(),
                        LimitScenes.slow(),
                        new Break(),
                        new Handshakes(),
                        new Call())
                .filter(attack -> attacks.isEmpty() || attacks.contains(attack.name()))
                .filter(attack -> only == null || only.startsWith(attack.name() + "-"))
                .toList();
    }

    private void connect(Target target, Attack attack, long number) throws InterruptedException {
        long which = only == null
                ? number
                : Long.parseLong(only.substring(attack.name().length() + 1));
        connections.incrementAndGet();
        attack.run(target, new Dice(seed, attack.name(), which), which, attack.name() + "-" + which);
    }

    /** Whether something of it has not had its turn yet, on a machine that is slow. */
    private boolean isDue(Attack attack, AtomicLong numbers) {
        return numbers.get() < (only == null ? attack.turns() : 1);
    }

    /** A step that is taken again and again. */
    @FunctionalInterface
    private interface Step {
        void take() throws InterruptedException;
    }

    private void repeat(BooleanSupplier goesOn, Step step) {
        try {
            while (goesOn.getAsBoolean()) {
                step.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            findings.add(Thread.currentThread().getName() + " cannot go on: " + e);
        }
    }

    private int report(Coverage coverage) throws IOException {
        StringBuilder text = new StringBuilder();
        findings.shown()
                .forEach(finding -> text.append("FOUND ").append(finding).append('\n'));
        coverage.missed().forEach(line -> text.append("MISSED ").append(line).append('\n'));
        Files.writeString(out.resolve("findings.txt"), text);
        System.out.print(text);
        say("%d of %d branches of the handlers, %d %%", coverage.reached(), coverage.all(), coverage.percent());
        boolean green = findings.count() == 0 && (only != null || coverage.percent() >= branches);
        say("%s: %d findings, seed %d", green ? "GREEN" : "RED", findings.count(), seed);
        return green ? 0 : RED;
    }

    private void say(String format, Object... values) {
        System.out.printf("%6.1f  %s%n", (System.nanoTime() - began) / 1e9, format.formatted(values));
    }
}
