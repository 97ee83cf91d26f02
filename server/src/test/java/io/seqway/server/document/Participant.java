package io.seqway.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import io.seqway.testing.SocketClose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of a dialogue: it has to hear everything that the document shows, in that order, and nothing else. */
final class Participant {
    /** Longer than the ten seconds after which somebody without a connection is offline. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** An {@code ack} and the sender's own {@code message} come in any order, and presence comes when it comes. */
    private static final Set<String> UNORDERED = Set.of("ack", "presence", "presence-diff");

    private static final Set<String> PRESENCE = Set.of("presence", "presence-diff");

    /** What comes of much that is said: when a connection lags is not the same in every run. */
    private static final Set<String> OF_A_FLOOD = Set.of("message", "missed", "lagging");

    /** Sends of a flood that wait for their ack. */
    private static final int OUTSTANDING = 50;

    private final SocketClient socket;
    private final Set<JsonNode> heard = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<JsonNode> heardOften = new ArrayList<>();
    private int lastInOrder = -1;
    private boolean hearsPresence;
    private boolean readsMore;
    private boolean open = true;

    Participant(SocketClient socket) {
        this.socket = socket;
    }

    void says(String frame) {
        socket.send(frame);
    }

    void saysBinary(byte[] frame) {
        socket.sendBinary(frame);
    }

    /** Awaits a frame like the one that is shown, which no example before has shown. */
    void hears(JsonNode shown) {
        JsonNode said = await(shown);
        heard.add(said);
        hearsPresence |= isPresence(said);
        if (!UNORDERED.contains(type(said))) {
            int place = placeOf(said);
            assertThat(place).as("the place of %s among the frames", said).isGreaterThan(lastInOrder);
            lastInOrder = place;
        }
    }

    /** Awaits a frame like the one that is shown; more of them may come, at any place. */
    void hearsOften(JsonNode shown) {
        heard.add(await(shown));
        heardOften.add(shown);
    }

    /** Sends so many messages, and hears their acks; the messages may come faster than anybody reads. */
    void floods(int messages, int characters, String room) {
        readsMore = true;
        String body = "x".repeat(characters);
        for (int i = 1; i <= messages + OUTSTANDING; i++) {
            if (i <= messages) {
                String id = "flood-" + i;
                socket.send(Map.of("type", "send", "id", id, "room", room, "clientMsgId", id, "body", body));
            }
            if (i > OUTSTANDING) {
                JsonNode reply = socket.awaitReply("flood-" + (i - OUTSTANDING));
                assertThat(type(reply)).as("%s", reply).isEqualTo("ack");
                heard.add(reply);
            }
        }
    }

    /** Reads no more; what comes later is more than the document shows. */
    void stopsReading() {
        readsMore = true;
        socket.stopReading();
    }

    void readsAgain() {
        socket.readAgain();
    }

    /** Cuts the connection, without a word. */
    void cut() {
        open = false;
        socket.cut();
    }

    void isClosed(String shown) {
        open = false;
        SocketClose close = socket.awaitClose(LIMIT);
        assertThat("close " + close.code() + ' ' + close.reason()).isEqualTo(shown);
    }

    /** The dialogue is over: there must be nothing that was said and not shown. */
    void ends() {
        if (open) {
            heard.add(socket.request(Map.of("type", "ping")));
        }
        socket.cut();
        assertThat(unheard()).as("frames that the document does not show").isEmpty();
    }

    private JsonNode await(JsonNode shown) {
        try {
            return socket.await(
                    said -> !heard.contains(said)
                            && Likeness.difference(shown, said).isEmpty(),
                    LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError("shown, but not said: " + shown + nearest(shown), e);
        }
    }

    private String nearest(JsonNode shown) {
        Optional<String> difference = socket.received(type(shown)).stream()
                .filter(said -> !heard.contains(said))
                .map(said -> Likeness.difference(shown, said))
                .flatMap(Optional::stream)
                .findFirst();
        return difference.map(text -> "; the first difference: " + text).orElse("");
    }

    private List<JsonNode> unheard() {
        return socket.received().stream()
                .filter(said -> !heard.contains(said))
                .filter(said -> heardOften.stream()
                        .allMatch(shown -> Likeness.difference(shown, said).isPresent()))
                .filter(said -> hearsPresence || !isPresence(said))
                .filter(said -> !readsMore || !OF_A_FLOOD.contains(type(said)))
                .toList();
    }

    private int placeOf(JsonNode said) {
        List<JsonNode> received = socket.received();
        int place = 0;
        while (received.get(place) != said) {
            place++;
        }
        return place;
    }

    private static boolean isPresence(JsonNode frame) {
        return PRESENCE.contains(type(frame));
    }

    private static String type(JsonNode frame) {
        return frame.path("type").asText();
    }
}
