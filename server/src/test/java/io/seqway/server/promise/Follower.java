package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SocketClient;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody who comes back to a room again and again, where it was, and is told to forget it only where retention has passed
 * by: the next entry is always the next seq, or the first one behind a {@code reset}.
 */
final class Follower {
    /** Longer than a takeover. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** That it was told to begin at {@code from} when it was at {@code at}. */
    record Reset(long at, long from) {}

    private final String user;
    private final String room;
    private final Map<Long, String> seen = new TreeMap<>();
    private final List<Reset> resets = new ArrayList<>();
    private long last;

    /** @param last where it is at first */
    Follower(String user, String room, long last) {
        this.user = user;
        this.room = room;
        this.last = last;
    }

    String room() {
        return room;
    }

    long last() {
        return last;
    }

    /** What it was shown: {@code sender clientMsgId}, by seq. */
    Map<Long, String> seen() {
        return seen;
    }

    List<Reset> resets() {
        return resets;
    }

    SocketClient connect(ServerProcess node) {
        String token = Tokens.token(TestServer.SECRET, user);
        return SocketClient.connect(node.ws("/ws"), Map.of("Authorization", "Bearer " + token), List.of());
    }

    /** Comes back where it is, until it is answered. */
    void resume(SocketClient socket) {
        socket.send(Map.of("type", "resume", "id", user, "rooms", Map.of(room, last), "presence", false));
    }

    /** Waits until it has what was there when it came. */
    static void awaitResumed(SocketClient socket) {
        socket.await(SocketClient.isType("resumed"), PATIENCE);
    }

    /** Takes what a connection was told, which is over. */
    void take(SocketClient socket) {
        int resetsBefore = resets.size();
        for (JsonNode frame : socket.received()) {
            switch (frame.path("type").asText()) {
                case "missed" -> missed(frame);
                case "message" -> apply(frame);
                case "resumed" -> resumed(frame.path("rooms").path(room), resetsBefore);
                default -> {
                    // what is said of others
                }
            }
        }
    }

    private void missed(JsonNode frame) {
        if (frame.path("reset").asBoolean()) {
            long from = frame.path("fromSeq").asLong();
            assertThat(from - 1).as("%s is reset at %d of %s", user, last, room).isGreaterThan(last);
            resets.add(new Reset(last, from));
            last = from - 1;
        }
        frame.path("messages").forEach(this::apply);
    }

    private void apply(JsonNode entry) {
        assertThat(entry.path("seq").asLong())
                .as("what %s gets of %s behind %d", user, room, last)
                .isEqualTo(last + 1);
        last++;
        String what =
                entry.path("sender").asText() + ' ' + entry.path("clientMsgId").asText();
        String before = seen.putIfAbsent(last, what);
        assertThat(before == null ? what : before)
                .as("seq %d of %s", last, room)
                .isEqualTo(what);
    }

    private void resumed(JsonNode outcome, int resetsBefore) {
        if (outcome.path("status").asText().equals("error")) {
            return;
        }
        boolean reset = resets.size() > resetsBefore;
        assertThat(outcome.path("status").asText()).as(outcome.toString()).isEqualTo(reset ? "reset" : "recovered");
        if (reset) {
            assertThat(outcome.path("from").asLong())
                    .isEqualTo(resets.get(resets.size() - 1).from());
        }
    }
}
