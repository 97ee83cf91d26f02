package io.seqway.server;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.seqway.server.document.Dialogue;
import io.seqway.server.document.DocumentedServer;
import io.seqway.server.document.FrameVector;
import io.seqway.server.document.Words;
import io.seqway.testing.ServerProcess;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every case of docs/vectors, played against a running server. */
class FrameVectorsIT {
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
    }

    @TestFactory
    Stream<DynamicContainer> theServerAnswersAsTheVectorsSay() {
        return FrameVector.all().stream()
                .collect(groupingBy(FrameVector::file, TreeMap::new, toList()))
                .entrySet()
                .stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file.getKey(), file.getValue().stream().map(FrameVectorsIT::test)));
    }

    private static DynamicTest test(FrameVector vector) {
        return DynamicTest.dynamicTest(
                vector.name(), () -> new Dialogue(words, server::terminate).play(vector.dialogue()));
    }
}
