package io.seqway.verification.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.verification.history.Violation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A proof that was never red proves nothing: it finds each known mistake of a real server, by a schedule that brings it
 * out. Without a mistake nothing is broken by the same faults.
 */
@Tag("stage")
class ProofGoesRedTest {
    /** For how many seconds the end is waited for: of what comes, and of what never will. */
    private static final int PATIENT = 60;

    private static final int IMPATIENT = 5;
    private static final Path FOLDER = Path.of("target", "mistakes").toAbsolutePath();

    @Test
    void withWriteConcernOneAPrimaryThatWasAloneLosesWhatWasAcked() throws Exception {
        assertRed(Mistake.WRITE_CONCERN_ONE, "primary-isolated", 783, 0.85, IMPATIENT, Kind.LOST);
    }

    @Test
    void withoutUniqueIndexesAWriteThatComesLateIsStoredBesideAnother() throws Exception {
        assertRed(Mistake.NO_UNIQUE_INDEX, "late-store", 210, 0.55, IMPATIENT, Kind.FORK, Kind.STORED_TWICE);
    }

    @Test
    void whatIsPublishedBeforeItIsCommittedIsLost() throws Exception {
        assertRed(Mistake.PUBLISH_BEFORE_COMMIT, "primary-isolated", 783, 0.85, IMPATIENT, Kind.LOST);
    }

    /** Whether a client is shown what is behind, or nothing more: it waits a minute, in which a right server mends it. */
    @Test
    void withoutHoleDetectionWhatTheBusHasLostIsLeftOut() throws Exception {
        assertRed(Mistake.NO_HOLE_DETECTION, "bus-cut", 1, 0.1, PATIENT, Kind.HOLE, Kind.ABSENT);
    }

    @Test
    void withoutAMistakeNothingIsBroken() throws Exception {
        Path folder = folder("none");
        String faults = "primary-isolated,late-store,bus-cut";
        ProofRun run = ProofRun.of(WrongServer.right(), faults, 10234, 0.85, PATIENT, folder);
        assertThat(run.faults())
                .as("faults that took effect, see %s", folder)
                .containsExactlyInAnyOrder(faults.split(","));
        assertThat(run.broken()).as("what was broken, see %s", folder).isEmpty();
    }

    /**
     * @param seed one whose faults come early; when they come changes with the pauses of their kinds
     * @param minutes long enough for them to begin
     * @param settleSeconds how long the end is waited for
     * @param anyOf what the mistake breaks: one of these at the least
     */
    private static void assertRed(
            Mistake mistake, String fault, long seed, double minutes, int settleSeconds, Kind... anyOf)
            throws IOException, InterruptedException {
        Path folder = folder(mistake.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Path server = WrongServer.with(mistake, Files.createDirectories(folder.resolve("server")));
        ProofRun run = ProofRun.of(server, fault, seed, minutes, settleSeconds, folder);
        assertThat(run.exit()).as("exit code, see %s", folder).isEqualTo(1);
        assertThat(run.faults()).as("faults that took effect, see %s", folder).containsExactly(fault);
        assertThat(run.broken()).as("what was broken, see %s", folder).containsAnyOf(anyOf);
    }

    /** An empty one. */
    private static Path folder(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path :
                        all.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
