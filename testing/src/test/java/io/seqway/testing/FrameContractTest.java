package io.seqway.testing;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.StreamFrames;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The schemas take what the server writes, and nothing that is only like it; a client of the test kit notices. */
@Timeout(30)
class FrameContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is in these is the clients' own. */
    private static final Set<String> ANYTHING = Set.of("body", "data");

    /** The names in these are rooms. */
    private static final Set<String> BY_ROOM = Set.of("rooms", "seqs");

    @Test
    void everyFrameThatTheServerCanWriteKeepsTheContract() {
        assertThat(ServerFrameSamples.all().stream()
                        .map(FrameContract.SERVER::violation)
                        .flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void noFrameOfTheServerIsLeftOut() {
        Set<String> written = Stream.of(ServerFrames.class, StreamFrames.class)
                .flatMap(frames -> Arrays.stream(frames.getMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == byte[].class)
                .map(method -> method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(toCollection(TreeSet::new));
        written.add("message");

        assertThat(ServerFrameSamples.all())
                .extracting(frame -> frame.get("type").asText())
                .containsAll(written)
                .isSubsetOf(written);
    }

    @Test
    void aRenamedFieldBreaksTheContract() {
        List<JsonNode> broken = new ArrayList<>();
        for (JsonNode frame : ServerFrameSamples.all()) {
            renamings(frame, frame, "", broken);
        }

        assertThat(broken).hasSizeGreaterThan(100);
        assertThat(broken.stream()
                        .filter(frame -> FrameContract.SERVER.violation(frame).isEmpty()))
                .isEmpty();
    }

    @Test
    void anUnknownTypeBreaksTheContract() throws Exception {
        assertThat(FrameContract.SERVER.violation(JSON.readTree("{\"type\":\"join\",\"room\":\"a\"}")))
                .hasValueSatisfying(
                        wrong -> assertThat(wrong).contains("No server").contains("join"));
        assertThat(FrameContract.CLIENT.violation(JSON.readTree("{\"type\":\"join\",\"room\":\"a\"}")))
                .isEmpty();
        assertThat(FrameContract.SERVER.violation(JSON.readTree("\"hello\""))).isPresent();
        assertThat(FrameContract.SERVER.violation("hello".getBytes(StandardCharsets.UTF_8)))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("no JSON: hello"));
    }

    @Test
    void aViolationNamesFrameFieldAndRule() throws Exception {
        JsonNode frame = JSON.readTree("{\"type\":\"left\",\"rome\":\"a\",\"id\":1.5}");

        assertThat(FrameContract.SERVER.violation(frame)).hasValueSatisfying(wrong -> assertThat(wrong)
                .contains("The frame left", "(required)", "'room'", "(additionalProperties)", "'rome'", "/id (type)"));
    }

    @Test
    void aClientOfTheTestKitFailsByAFrameThatBreaksIt() throws Exception {
        try (StandInServer server = new StandInServer(socket -> socket.writeTextMessage("{\"type\":\"hello\"}"))) {
            SocketClient client = SocketClient.connect(server.uri("/"));

            assertThatThrownBy(() -> client.await("hello"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("No server of the contract says this");
            assertThatThrownBy(client::received).isInstanceOf(AssertionError.class);
            assertThatThrownBy(client::close).isInstanceOf(AssertionError.class);
            try (RawSocket raw = RawSocket.connect("127.0.0.1", server.port())) {
                raw.handshake("/", Map.of());
                assertThatThrownBy(raw::readFrame)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("No server of the contract says this");
            }
        }
    }

    /** The frame with one of its fields renamed, once for each. */
    private static void renamings(JsonNode frame, JsonNode part, String path, List<JsonNode> renamed) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (ANYTHING.contains(name)) {
            return;
        }
        if (part.isObject() && !BY_ROOM.contains(name)) {
            part.fieldNames().forEachRemaining(field -> {
                ObjectNode copy = frame.deepCopy();
                ObjectNode of = (ObjectNode) copy.at(path);
                of.set(field + "X", of.remove(field));
                renamed.add(copy);
            });
        }
        part.fieldNames().forEachRemaining(field -> renamings(frame, part.get(field), path + '/' + field, renamed));
        if (part.isArray()) {
            for (int i = 0; i < part.size(); i++) {
                renamings(frame, part.get(i), path + '/' + i, renamed);
            }
        }
    }
}
