package io.seqway.server.document;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.seqway.protocol.frame.ClientFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml names exactly the frames that the server reads and writes, each with the schema of its type. */
class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "asyncapi.yaml");
    private static final Path MODULES = Path.of("..");
    private static final Pattern WRITTEN = Pattern.compile("FrameWriter\\s*\\.(?:frame|reply)\\(\"([a-z-]+)\"");
    private static final String IN_CHANNEL = "#/channels/socket/messages/";

    private final JsonNode document;

    AsyncApiTest() throws IOException {
        document = new ObjectMapper(new YAMLFactory()).readTree(DOCUMENT.toFile());
    }

    @Test
    void itsFramesOfClientsAreThoseThatTheServerReads() {
        Set<String> read = Arrays.stream(ClientFrame.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
                .collect(toCollection(TreeSet::new));

        assertThat(types("client.")).isEqualTo(read);
    }

    @Test
    void itsFramesOfTheServerAreThoseThatTheServerWrites() {
        Set<String> written = list(MODULES)
                .map(module -> module.resolve(Path.of("src", "main", "java")))
                .filter(Files::isDirectory)
                .flatMap(AsyncApiTest::files)
                .flatMap(file -> WRITTEN.matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));

        assertThat(types("server.")).isEqualTo(written);
    }

    @Test
    void eachFrameHasTheSchemaOfItsType() {
        document.at("/components/messages").properties().forEach(message -> {
            String name = message.getKey();
            String schema = message.getValue().at("/payload/schema/$ref").asText();

            assertThat(schema).endsWith("/schema/" + name.replace('.', '/') + ".json");
            assertThat(DOCUMENT.resolveSibling(schema)).exists();
            assertThat(name).endsWith('.' + message.getValue().path("name").asText());
        });
    }

    @Test
    void eachFrameIsUsedInAnOperation() {
        Set<String> used = document.path("operations").findValues("messages").stream()
                .flatMap(messages -> messages.findValuesAsText("$ref").stream())
                .map(reference -> reference.replace(IN_CHANNEL, ""))
                .collect(toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>();
        document.at("/components/messages").fieldNames().forEachRemaining(known::add);

        assertThat(used).isEqualTo(known);
    }

    private Set<String> types(String side) {
        Set<String> types = new TreeSet<>();
        document.at("/channels/socket/messages").fieldNames().forEachRemaining(name -> {
            if (name.startsWith(side)) {
                types.add(name.substring(side.length()));
            }
        });
        return types;
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
