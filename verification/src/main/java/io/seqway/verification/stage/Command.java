package io.seqway.verification.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands of the system, run to their end. */
final class Command {
    private static final long LIMIT_SECONDS = 90;

    /** @param output both of its outputs, without white space around them */
    private record Outcome(int exit, String output) {}

    private Command() {}

    /**
     * Runs one that must succeed.
     *
     * @return what it said
     * @throws IllegalStateException with what it said, if it fails
     */
    static String run(Collection<String> command) {
        Outcome outcome = outcome(command);
        if (outcome.exit != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended by " + outcome.exit + ": " + outcome.output);
        }
        return outcome.output;
    }

    static String run(String... command) {
        return run(List.of(command));
    }

    /** Runs one that may fail, and says whether it succeeded. */
    static boolean succeeds(String... command) {
        return outcome(List.of(command)).exit == 0;
    }

    /** A command and what follows it. */
    static List<String> joined(Collection<String> first, Collection<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static Outcome outcome(Collection<String> command) {
        try {
            Process process = new ProcessBuilder(List.copyOf(command))
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " does not end; it said: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + String.join(" ", command), e);
        }
    }
}
