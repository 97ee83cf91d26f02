package io.seqway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a socket received, in order, and how it ended; others may wait for either. */
final class FrameLog {

    private static final int FRAMES_IN_MESSAGES = 10;

    private final List<JsonNode> frames = new ArrayList<>();
    private final Map<JsonNode, JsonNode> replies = new HashMap<>();
    private final Optional<FrameContract> contract;
    private String violation;
    private SocketClose close;

    /** @param contract what every frame has to keep, if anything: one that does not fails whoever looks or waits */
    FrameLog(Optional<FrameContract> contract) {
        this.contract = contract;
    }

    void add(JsonNode frame) {
        Optional<String> wrong = contract.flatMap(schemas -> schemas.violation(frame));
        add(frame, wrong.orElse(null));
    }

    private synchronized void add(JsonNode frame, String wrong) {
        frames.add(frame);
        if (violation == null) {
            violation = wrong;
        }
        if (frame.hasNonNull("id")) {
            replies.putIfAbsent(frame.get("id"), frame);
        }
        notifyAll();
    }

    synchronized void end(SocketClose how) {
        if (close == null) {
            close = how;
            notifyAll();
        }
    }

    /** Fails if any frame so far has broken the contract. */
    synchronized void requireContract() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    synchronized List<JsonNode> all() {
        requireContract();
        return List.copyOf(frames);
    }

    /** The first frame at or behind a position that matches. */
    synchronized JsonNode await(int from, Predicate<JsonNode> wanted, Duration limit) {
        int[] next = {from};
        return await(
                () -> {
                    while (next[0] < frames.size()) {
                        JsonNode frame = frames.get(next[0]++);
                        if (wanted.test(frame)) {
                            return Optional.of(frame);
                        }
                    }
                    return Optional.empty();
                },
                "a frame that matches",
                limit);
    }

    synchronized JsonNode awaitReply(JsonNode id, Duration limit) {
        return await(() -> Optional.ofNullable(replies.get(id)), "a reply to " + id, limit);
    }

    synchronized SocketClose awaitClose(Duration limit) {
        if (!endsWithin(limit)) {
            throw inVain("the close", limit);
        }
        requireContract();
        return close;
    }

    synchronized boolean endsWithin(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean timeLeft = true;
        while (close == null && timeLeft) {
            timeLeft = waitUntil(end);
        }
        return close != null;
    }

    private JsonNode await(Supplier<Optional<JsonNode>> look, String what, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<JsonNode> found = look.get();
        while (found.isEmpty()) {
            requireContract();
            if (close != null) {
                throw new AssertionError("The socket ended by " + close + " before " + what + "; " + lastFrames());
            }
            if (!waitUntil(end)) {
                throw inVain(what, limit);
            }
            found = look.get();
        }
        requireContract();
        return found.get();
    }

    /** False once the time has come. */
    private boolean waitUntil(long end) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AssertionError inVain(String what, Duration limit) {
        return new AssertionError("Not " + what + " within " + limit + "; " + lastFrames());
    }

    private String lastFrames() {
        int size = frames.size();
        return size + " frames were received, the last: "
                + frames.subList(Math.max(0, size - FRAMES_IN_MESSAGES), size);
    }
}
