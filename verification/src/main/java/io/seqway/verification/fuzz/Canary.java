package io.seqway.verification.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Two clients in a room of their own, who do nothing wrong while all others do: every send has to be acked, every entry has
 * to come once and in its order, and nothing else may be said to them.
 */
final class Canary implements AutoCloseable {
    private static final String ROOM = "fuzz.canary";
    private static final int PING_SECONDS = 3;
    private static final int PATIENCE = 20;

    private final boolean pace;
    private final Client alice;
    private final Client bob;
    private volatile long sent;
    private volatile long acked;
    private volatile int timeouts;

    /** @param pace whether it counts, too, that an answer comes within the time that a server takes at the most */
    Canary(Target target, boolean pace) throws InterruptedException {
        this.pace = pace;
        alice = new Client(target, "canary.alice");
        bob = new Client(target, "canary.bob");
    }

    /** One of the two. */
    private final class Client {
        private final Line line;
        private volatile long seen;

        Client(Target target, String user) throws InterruptedException {
            line = new Line(user, target);
            line.answers().onFrame(this::heard);
            if (!line.open(target.handshake(
                    "", "Authorization: Bearer " + target.tokens().user(user)))) {
                line.found(
                        "the canary's handshake was answered " + line.answers().status());
            }
            line.ask(Said.of("join", ROOM, ",\"lastSeq\":0,\"presence\":false"));
        }

        /** Whether the last message is there, and acked. */
        boolean hasAll() {
            return seen == sent && (this != alice || acked == sent);
        }

        private void heard(JsonNode frame) {
            switch (frame.path("type").asText()) {
                case "message" -> {
                    long expected = seen + 1;
                    if (frame.path("seq").asLong() != expected
                            || frame.path("body").asLong() != expected) {
                        line.found("the canary expected seq " + expected + " and got " + frame);
                    }
                    seen = expected;
                }
                case "ack" -> {
                    if (frame.path("seq").asLong() != sent) {
                        line.found("the canary's ack is not of its last send: " + frame);
                    }
                    acked = sent;
                }
                case "welcome", "joined", "pong", "presence-diff" -> {
                    // what anybody gets
                }
                default -> refused(frame);
            }
        }

        private void refused(JsonNode frame) {
            String code = frame.path("code").asText();
            boolean fast = code.equals("rate-limited"); // where the machine is
            boolean slow = !pace && (code.equals("timeout") || code.equals("unavailable"));
            if (!fast && !slow) {
                line.found("the canary did nothing wrong, and was told " + frame);
                return;
            }
            timeouts += slow ? 1 : 0;
            if (frame.has("clientMsgId")) { // a join is said again by who waits for it
                CompletableFuture.runAsync(
                        () -> line.say(message()),
                        CompletableFuture.delayedExecutor(
                                frame.path("retryAfterMs").asLong(), TimeUnit.MILLISECONDS));
            }
        }
    }

    /** Says one thing, and waits until both have seen it. */
    void say() throws InterruptedException {
        sent++;
        alice.line.say(message());
        for (int i = 0; i < PATIENCE && !(alice.hasAll() && bob.hasAll()); i++) {
            for (Client client : List.of(alice, bob)) {
                ping(); // both, so that neither is silent while the other one is waited for
                client.line.answers().await(PING_SECONDS, client::hasAll);
            }
        }
        if (!alice.hasAll() || !bob.hasAll()) {
            alice.line.found(
                    "the canary's message " + sent + " is acked up to " + acked + " and seen up to " + alice.seen
                            + " and " + bob.seen + "; closed with "
                            + alice.line.answers().closeCode() + " and "
                            + bob.line.answers().closeCode());
            throw new IllegalStateException("it is not served any more");
        }
    }

    private void ping() {
        alice.line.say("{\"type\":\"ping\"}");
        bob.line.say("{\"type\":\"ping\"}");
    }

    /** How many were said, acked and seen by both. */
    long sent() {
        return sent;
    }

    /** How often the answer was that it is not known yet. */
    int timeouts() {
        return timeouts;
    }

    @Override
    public void close() {
        alice.line.close();
        bob.line.close();
    }

    private String message() {
        return RoomScenes.send(ROOM, "c" + sent, Long.toString(sent), "");
    }
}
