package io.seqway.verification.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process in a namespace, which may be ended and started again. */
public final class Program {
    private static final Duration EXIT = Duration.ofSeconds(60);

    private final String name;
    private final Namespace where;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path output;
    private volatile Process process;

    /**
     * @param environment added to the harness's own, of which nothing named {@code SEQWAY_} is handed on
     * @param output a file to which both of its outputs are added
     */
    Program(String name, Namespace where, List<String> command, Map<String, String> environment, Path output) {
        this.name = name;
        this.where = where;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.output = output;
    }

    /** Starts it; what it was before must have ended. */
    public synchronized void start() {
        if (isAlive()) {
            throw new IllegalStateException(name + " still runs");
        }
        // Each of the three becomes the next, so the process is the program itself. In a session of its own it stays
        // stopped when the shell goes that started the harness.
        ProcessBuilder builder = new ProcessBuilder(
                        Command.joined(List.of("setsid"), Command.joined(where.inside(), command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SEQWAY_"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal, by its name without SIG. */
    public void signal(String signal) {
        Command.run("kill", "-" + signal, Long.toString(pid()));
    }

    /**
     * Waits for its end.
     *
     * @return its exit code; 128 and the number of the signal, if that was the end
     * @throws IllegalStateException if it is there after 60 s
     */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(EXIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " has not ended within " + EXIT.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** What the system says it is doing: R, S, D run or wait, T stands still, X is gone. */
    public char state() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }

    /** Everything it has said so far, also before it was started again. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
