package io.seqway.verification.mistake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.verification.Proof;
import io.seqway.verification.history.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the proof, as a process of its own, said of a server.
 *
 * @param exit its exit code
 * @param report its {@code report.json}
 */
record ProofRun(int exit, JsonNode report) {
    private static final long LIMIT_MINUTES = 4;

    /**
     * Runs it.
     *
     * @param faults the kinds of faults, as the proof is told them
     * @param settleSeconds how long it waits at the end for what does not come
     * @param folder for its reports and for what it says
     */
    static ProofRun of(Path server, String faults, long seed, double minutes, int settleSeconds, Path folder)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Proof.class.getName(),
                        "--server=" + server,
                        "--faults=" + faults,
                        "--seed=" + seed,
                        "--minutes=" + minutes,
                        "--settle=" + settleSeconds,
                        "--pace=false",
                        "--out=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("proof.txt").toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the proof has not ended within %d minutes: %s"
                        .formatted(LIMIT_MINUTES, folder.resolve("proof.txt")));
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        return new ProofRun(
                process.exitValue(),
                new ObjectMapper().readTree(folder.resolve("report.json").toFile()));
    }

    /** The promises that were broken. */
    Set<Violation.Kind> broken() {
        Set<Violation.Kind> broken = EnumSet.noneOf(Violation.Kind.class);
        report.path("verdict")
                .path("violations")
                .fieldNames()
                .forEachRemaining(kind -> broken.add(Violation.Kind.valueOf(kind)));
        return broken;
    }

    /** The kinds of faults that took effect. */
    Set<String> faults() {
        Set<String> faults = new HashSet<>();
        for (JsonNode effect : report.path("faults")) {
            if (effect.path("fault").path("bit").asBoolean()) {
                faults.add(effect.path("fault").path("kind").asText());
            }
        }
        return faults;
    }
}
