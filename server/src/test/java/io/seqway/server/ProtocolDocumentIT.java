package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.document.Dialogue;
import io.seqway.server.document.DocumentedServer;
import io.seqway.server.document.Section;
import io.seqway.server.document.Words;
import io.seqway.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/protocol.md, played against a running server by a client that shares no code with it. */
class ProtocolDocumentIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");
    private static final Pattern EXAMPLE = Pattern.compile("^```(json|http|text|binary)", Pattern.MULTILINE);
    private static final Map<String, Integer> PLAYED = new TreeMap<>();

    @TempDir
    private static Path data;

    private static ServerProcess server;
    private static Words words;

    @BeforeAll
    static void startServer() {
        server = DocumentedServer.start(data);
        words = new Words(server.http(""), TestServer.SECRET);
    }

    @AfterAll
    static void stopServer() {
        server.close();
        System.out.println("docs/protocol.md was played: " + PLAYED);
    }

    /** Where the server stops, it does so for all: that section comes last. */
    @TestFactory
    Stream<DynamicTest> theServerSaysWhatTheDocumentShows() throws IOException {
        return Section.read(Files.readAllLines(DOCUMENT)).stream()
                .sorted(Comparator.comparing(Section::stopsServer))
                .map(section -> DynamicTest.dynamicTest(section.title(), () -> play(section)));
    }

    private static void play(Section section) throws IOException {
        Dialogue dialogue = new Dialogue(words, server::terminate);
        dialogue.play(section).forEach((what, count) -> PLAYED.merge(what, count, Integer::sum));
    }

    @Test
    void noExampleIsLeftOut() throws IOException {
        List<Section> sections = Section.read(Files.readAllLines(DOCUMENT));
        long marked = EXAMPLE.matcher(Files.readString(DOCUMENT)).results().count();

        assertThat(sections.stream()
                        .mapToLong(section -> section.examples().size())
                        .sum())
                .isEqualTo(marked)
                .isPositive();
    }
}
