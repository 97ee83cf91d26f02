package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * A well-behaved client in a room of its own, that talks as fast as the contract allows anybody to, or nearly. It is a
 * process, so that it measures the server and not the JVM that the attacks come from.
 */
final class Bystander {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /** What became of one message, in ns of {@link System#nanoTime}, which all processes of a machine share. */
    record Ack(long due, long nanos) {}

    private final SocketClient client;
    private final String room;
    private long sent;

    private Bystander(SocketClient client, String room) {
        this.client = client;
        this.room = room;
    }

    /**
     * Talks until there is something to read at its standard input, and prints one line for each {@link Ack}. Ends with
     * 0 if every message came back once, in order, and nothing else came.
     *
     * @param args the server's address, a token, the name of the room
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + args[1]);
        try (SocketClient client = SocketClient.connect(URI.create(args[0]), headers, List.of())) {
            Bystander bystander = new Bystander(client, args[2]);
            bystander.talk();
            bystander.assertUndisturbed();
        }
        System.exit(0);
    }

    /** For each message, the time from when it was due to its ack: who is held up pays for the messages behind, too. */
    private void talk() throws IOException {
        client.request(Map.of("type", "join", "room", room));
        for (long due = System.nanoTime(); System.in.available() == 0; due += INTERVAL_NANOS) {
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            String id = "m" + ++sent;
            client.send(Map.of("type", "send", "id", id, "room", room, "clientMsgId", id, "body", id));
            JsonNode ack = client.awaitReply(id);
            System.out.println(due + " " + (System.nanoTime() - due));
            assertThat(ack.path("type").asText()).as("answer: %s", ack).isEqualTo("ack");
            assertThat(ack.path("seq").asLong()).isEqualTo(sent);
        }
    }

    private void assertUndisturbed() {
        client.await(message -> message.path("seq").asLong() == sent
                && message.path("type").asText().equals("message"));
        assertThat(client.received("error")).isEmpty();
        assertThat(client.received("lagging")).isEmpty();
        assertThat(client.received("message"))
                .extracting(message -> message.path("seq").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sent).boxed().toList());
    }
}
