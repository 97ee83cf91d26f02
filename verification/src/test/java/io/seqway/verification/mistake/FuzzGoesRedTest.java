package io.seqway.verification.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.verification.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fuzz that was never red proves nothing: it finds each known mistake of a real server, and names it. */
@Tag("stage")
class FuzzGoesRedTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path PROTOCOL = MODULE.resolveSibling(Path.of("docs", "protocol.md"));
    private static final int RED = 1;

    @Test
    void anExceptionDeepInAHandlerIsFoundAndNamed() throws IOException {
        assertThat(findings(Mistake.ROOMS_CHANGED_MEANWHILE, "rooms"))
                .contains("the server says internal", "ConcurrentModificationException", "Rooms.leaveForbidden");
    }

    @Test
    void aBufferThatIsNotGivenBackIsFoundAndNamed() throws IOException {
        assertThat(findings(Mistake.LEAKED_BROADCAST, "rooms")).contains("LEAK: ", "Broadcast.");
    }

    @Test
    void anAddressThatCannotBeDecodedIsFoundAndNamed() throws IOException {
        assertThat(findings(Mistake.UNCHECKED_ADDRESS, "handshake"))
                .contains("the log of the server says", "WebSocketRoute.");
    }

    /** @param attack the one that has to bring it out */
    private static String findings(Mistake mistake, String attack) throws IOException {
        Path folder = Files.createDirectories(MODULE.resolve(Path.of("target", "mistakes")));
        Path out = Files.createTempDirectory(
                folder, mistake.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-");
        Path server = WrongServer.with(mistake, Files.createDirectories(out.resolve("server")));
        int exit = Fuzz.command()
                .execute(
                        "--server=" + server,
                        "--protocol=" + PROTOCOL,
                        "--attacks=" + attack,
                        "--seed=1",
                        "--seconds=5",
                        "--branches=0",
                        "--pace=false",
                        "--out=" + out);
        assertThat(exit).as("exit code, see %s", out).isEqualTo(RED);
        return Files.readString(out.resolve("findings.txt"));
    }
}
