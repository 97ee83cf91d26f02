package io.seqway.verification.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.verification.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A fuzz that was never red proves nothing: it finds each known mistake of a real server, and names it. */
@Tag("stage")
class FuzzGoesRedTest {
    private static final Path PROTOCOL = Path.of("").toAbsolutePath().resolveSibling(Path.of("docs", "protocol.md"));
    private static final int RED = 1;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void anExceptionDeepInAHandlerIsFoundAndNamed() throws IOException {
        assertThat(findings(Mistake.ROOMS_CHANGED_MEANWHILE))
                .contains("the server says internal", "ConcurrentModificationException", "Rooms.leaveForbidden");
    }

    @Test
    void aBufferThatIsNotGivenBackIsFoundAndNamed() throws IOException {
        assertThat(findings(Mistake.LEAKED_BROADCAST)).contains("LEAK: ", "Broadcast.");
    }

    @Test
    void aFailedRequestIsFoundWithTheRequest() throws IOException {
        assertThat(findings(Mistake.UNCHECKED_ADDRESS)).contains("HTTP status 500", "%");
    }

    private String findings(Mistake mistake) throws IOException {
        String name = mistake.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path server = WrongServer.with(mistake, Files.createDirectories(folder.resolve(name + "-server")));
        Path out = Files.createDirectories(folder.resolve(name));
        int exit = Fuzz.command()
                .execute(
                        "--server=" + server,
                        "--protocol=" + PROTOCOL,
                        "--seed=1",
                        "--seconds=10",
                        "--branches=0",
                        "--out=" + out);
        assertThat(exit).as("exit code, see %s", out).isEqualTo(RED);
        return Files.readString(out.resolve("findings.txt"));
    }
}
