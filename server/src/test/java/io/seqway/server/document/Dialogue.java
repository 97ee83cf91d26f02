package io.seqway.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.testing.SocketClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the examples of a section, one after the other. */
public final class Dialogue {
    /** What the server says when it is asked to end. */
    static final String STOPS = "stops";

    private static final Pattern FLOOD = Pattern.compile("sends (\\d+) messages of (\\d+) characters to (\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OF_ANY_HANDSHAKE =
            List.of("Host", "Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key");

    private final Words words;
    private final Runnable stopServer;
    private final Map<String, Participant> participants = new HashMap<>();
    private final Map<String, Integer> played = new TreeMap<>();

    /** @param stopServer asks the server to end */
    public Dialogue(Words words, Runnable stopServer) {
        this.words = words;
        this.stopServer = stopServer;
    }

    /**
     * Plays a section.
     *
     * @return how many of each kind were played
     * @throws AssertionError if the server says anything else than the document
     */
    public Map<String, Integer> play(Section section) throws IOException {
        for (Iterator<Example> rest = section.examples().iterator(); rest.hasNext(); ) {
            Example example = rest.next();
            try {
                play(example, rest);
            } catch (AssertionError e) {
                throw new AssertionError(example + ": " + e.getMessage(), e);
            }
        }
        participants.values().forEach(Participant::ends);
        return played;
    }

    private void play(Example example, Iterator<Example> rest) throws IOException {
        switch (example.kind()) {
            case "json client" -> {
                for (String frame : frames(example)) {
                    participant(example.who()).says(frame);
                    count("frames of clients");
                }
            }
            case "json server" -> {
                for (String frame : frames(example)) {
                    participant(example.who()).hears(JSON.readTree(frame));
                    count("frames of the server");
                }
            }
            case "binary client" -> {
                participant(example.who()).saysBinary(binary(words.of(example.text())));
                count("binary frames of clients");
            }
            case "frame client" -> {
                participant(example.who()).says(words.of(example.text()));
                count("frames of clients");
            }
            case "frame server" -> {
                participant(example.who()).hears(JSON.readTree(words.of(example.text())));
                count("frames of the server");
            }
            case "frames server" -> {
                participant(example.who()).hearsOften(JSON.readTree(words.of(example.text())));
                count("frames of the server");
            }
            case "socket client" -> {
                SocketClient socket = SocketClient.connect(words.socket(example.text()));
                participants.put(example.who(), new Participant(socket));
                count("events");
            }
            case "http client" -> {
                exchange(example, rest.next());
                count("HTTP exchanges");
            }
            case "text client" -> {
                does(participant(example.who()), words.of(example.text()));
                count("events");
            }
            case "text server" -> {
                happens(example);
                count("events");
            }
            default -> throw new AssertionError("an answer without a question");
        }
    }

    private static void does(Participant participant, String what) {
        Matcher flood = FLOOD.matcher(what);
        if (flood.matches()) {
            participant.floods(Integer.parseInt(flood.group(1)), Integer.parseInt(flood.group(2)), flood.group(3));
        } else {
            switch (what) {
                case "cut" -> participant.cut();
                case "stops reading" -> participant.stopsReading();
                case "reads again" -> participant.readsAgain();
                default -> throw new AssertionError("nobody knows how to do this: " + what);
            }
        }
    }

    private void happens(Example example) {
        if (example.text().equals(STOPS)) {
            stopServer.run();
        } else {
            participant(example.who()).isClosed(example.text());
        }
    }

    private void exchange(Example question, Example answer) throws IOException {
        assertThat(answer.kind()).as("%s", answer).isEqualTo("http server");
        HttpMessage request = HttpMessage.read(words.of(question.text()));
        HttpMessage shown = HttpMessage.read(words.of(answer.text()));
        if (shown.target().equals("101")) {
            connect(question.who(), request, shown);
            return;
        }
        HttpMessage said = HttpExchange.of(words.server(), request);
        assertThat(said.start()).isEqualTo(shown.start());
        assertThat(said.headers()).containsAllEntriesOf(shown.headers());
        if (!shown.body().isEmpty()
                && shown.headers().getOrDefault("Content-Type", "json").contains("json")) {
            assertThat(Likeness.difference(JSON.readTree(shown.body()), JSON.readTree(said.body())))
                    .isEmpty();
        } else {
            assertThat(said.body()).isEqualTo(shown.body());
        }
    }

    /** The length of the header, the header, and the payload. */
    private static byte[] binary(String shown) {
        String[] parts = shown.split("\n\n?", 2);
        byte[] header = parts[0].getBytes(StandardCharsets.UTF_8);
        byte[] payload = parts[1].getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + header.length + payload.length)
                .putShort((short) header.length)
                .put(header)
                .put(payload)
                .array();
    }

    private void connect(String who, HttpMessage request, HttpMessage shown) {
        Map<String, String> headers = new HashMap<>(request.headers());
        assertThat(headers).containsKeys(OF_ANY_HANDSHAKE.toArray(String[]::new));
        headers.keySet().removeAll(OF_ANY_HANDSHAKE);
        String offered = headers.remove("Sec-WebSocket-Protocol");
        List<String> subprotocols =
                offered == null ? List.of() : Arrays.stream(offered.split(", ")).toList();
        SocketClient socket = SocketClient.connect(words.socket(request.target()), headers, subprotocols);
        participants.put(who, new Participant(socket));
        assertThat(socket.subprotocol()).isEqualTo(shown.headers().getOrDefault("Sec-WebSocket-Protocol", ""));
    }

    /** The client of this name, who is connected and welcome if nothing else was shown. */
    private Participant participant(String who) {
        return participants.computeIfAbsent(who, name -> {
            Map<String, String> headers = Map.of("Authorization", "Bearer " + words.token(name));
            SocketClient socket = SocketClient.connect(words.socket("/ws"), headers, List.of());
            Participant participant = new Participant(socket);
            participant.hears(socket.await("welcome"));
            return participant;
        });
    }

    /** The frames of an example, each as it is written: it may be one that no writer of JSON would write. */
    private List<String> frames(Example example) throws IOException {
        String text = words.of(example.text());
        List<String> frames = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                frames.add(text.substring(begin, (int) parser.currentLocation().getCharOffset()));
            }
        }
        return frames;
    }

    private void count(String what) {
        played.merge(what, 1, Integer::sum);
    }
}
