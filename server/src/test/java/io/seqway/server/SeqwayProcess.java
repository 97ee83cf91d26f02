package io.seqway.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The command, run in a process of its own with the classes of this build. */
final class SeqwayProcess implements AutoCloseable {
    private static final long WAIT_SECONDS = 60;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<List<String>> errors;
    private final BufferedReader out;

    private SeqwayProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.errors = CompletableFuture.supplyAsync(
                () -> process.errorReader(StandardCharsets.UTF_8).lines().toList());
    }

    /** Starts it with these arguments and none of this process's settings. */
    static SeqwayProcess start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                // the log of the command itself, not the one of the tests
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SEQWAY_"));
        return new SeqwayProcess(builder.start());
    }

    /** Reads the output up to a line with this text, and returns that line. */
    String awaitLine(String text) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            output.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new IllegalStateException("it ended without saying \"" + text + "\" but " + output);
    }

    /** The lines that were read so far. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** Asks it to end, as Ctrl-C and service managers do. */
    void terminate() {
        process.toHandle().destroy(); // which, unlike the process, lets its output be read to the end
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS, SECONDS)) {
            throw new IllegalStateException("it does not end; it said " + output);
        }
        return process.exitValue();
    }

    /** What it said on the error output, once it has ended. */
    List<String> errors() throws InterruptedException, ExecutionException, TimeoutException {
        return errors.get(WAIT_SECONDS, SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
