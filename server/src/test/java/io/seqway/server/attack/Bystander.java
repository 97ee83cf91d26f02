package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seqway.testing.SocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** A well-behaved client in a room of its own, that talks as fast as the contract allows anybody to, or nearly. */
final class Bystander implements AutoCloseable {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /** What became of one message, in ns of {@link System#nanoTime}. */
    record Ack(long due, long nanos) {}

    private final String room = AttackedServer.fresh("bystander");
    private final SocketClient client;
    private long sent;

    Bystander(AttackedServer server) {
        client = server.member("bystander", room);
    }

    /**
     * Talks until there was enough of it.
     *
     * @return for each message the time from when it was due to its ack: who is held up pays for the messages behind, too
     */
    List<Ack> talkUntil(BooleanSupplier enough) {
        List<Ack> acks = new ArrayList<>();
        for (long due = System.nanoTime(); !enough.getAsBoolean(); due += INTERVAL_NANOS) {
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            String id = "m" + ++sent;
            client.send(Map.of("type", "send", "id", id, "room", room, "clientMsgId", id, "body", id));
            JsonNode ack = client.awaitReply(id);
            acks.add(new Ack(due, System.nanoTime() - due));
            assertThat(ack.path("type").asText()).as("answer: %s", ack).isEqualTo("ack");
            assertThat(ack.path("seq").asLong()).isEqualTo(sent);
        }
        return acks;
    }

    /** Everything that was sent came back once, in order, and nothing else came. */
    void assertUndisturbed() {
        client.await(message -> message.path("seq").asLong() == sent
                && message.path("type").asText().equals("message"));
        assertThat(client.received("error")).isEmpty();
        assertThat(client.received("lagging")).isEmpty();
        assertThat(client.received("message"))
                .extracting(message -> message.path("seq").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sent).boxed().toList());
    }

    @Override
    public void close() {
        client.close();
    }
}
