package io.seqway.verification.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The wall clock of one node, shifted while it runs by a file that libfaketime reads; its monotonic clock is left alone. */
public final class WallClock {
    private final Path file;

    WallClock(Path file) {
        this.file = file;
        shift(Duration.ZERO);
    }

    /** The environment of a process that has this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                Requirements.FAKETIME.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // for the waits of a JVM, which are by the monotonic clock, it does nothing but harm: they never sleep
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // else each killed process leaves a piece of shared memory
                "FAKETIME_DISABLE_SHM",
                "1");
    }

    /** From a second later on the clock is so much ahead of the true one, or behind it. */
    public void shift(Duration ahead) {
        try {
            Files.writeString(file, "%+d%n".formatted(ahead.toSeconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
