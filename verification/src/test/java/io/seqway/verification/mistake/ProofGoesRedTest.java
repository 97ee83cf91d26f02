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
 * out. Without a mistake it is green with these faults, among all others, wherever the proof is run.
 */
@Tag("stage")
class ProofGoesRedTest {
    private static final Path FOLDER = Path.of("target", "mistakes").toAbsolutePath();

    @Test
    void withWriteConcernOneAPrimaryThatWasAloneLosesWhatWasAcked() throws Exception {
        assertRed(Mistake.WRITE_CONCERN_ONE, "primary-isolated", 419, 0.18, Kind.LOST);
    }

    @Test
    void withoutUniqueIndexesAWriteThatComesLateIsStoredBesideAnother() throws Exception {
        assertRed(Mistake.NO_UNIQUE_INDEX, "late-store", 210, 0.55, Kind.FORK, Kind.STORED_TWICE);
    }

    @Test
    void whatIsPublishedBeforeItIsCommittedIsLost() throws Exception {
        assertRed(Mistake.PUBLISH_BEFORE_COMMIT, "primary-isolated", 419, 0.18, Kind.LOST);
    }

    @Test
    void withoutHoleDetectionWhatTheBusHasLostIsLeftOut() throws Exception {
        assertRed(Mistake.NO_HOLE_DETECTION, "bus-cut", 1, 0.1, Kind.HOLE);
    }

    /** @param anyOf what the mistake breaks: one of these at the least */
    private static void assertRed(Mistake mistake, String fault, long seed, double minutes, Kind... anyOf)
            throws IOException, InterruptedException {
        Path folder = FOLDER.resolve(mistake.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        remove(folder);
        Path server = WrongServer.with(mistake, Files.createDirectories(folder.resolve("server")));
        ProofRun run = ProofRun.of(server, fault, seed, minutes, folder);
        assertThat(run.exit()).as("exit code, see %s", folder).isEqualTo(1);
        assertThat(run.faults()).as("faults that took effect, see %s", folder).containsExactly(fault);
        assertThat(run.broken()).as("what was broken, see %s", folder).containsAnyOf(anyOf);
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path :
                        all.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
