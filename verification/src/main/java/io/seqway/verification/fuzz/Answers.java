package io.seqway.verification.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What came on one connection, held against what may never come: a 5xx but 503 and 504, {@code internal}, what is malformed. */
final class Answers implements ServerStream.Listener {
    /** Replies to what is named so are kept. */
    static final String ASKED = "asked-";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INTERNAL = "internal";
    private static final int INTERNAL_ERROR = 1011;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;

    private final Consumer<String> found;
    private Consumer<JsonNode> listener = frame -> {};
    private boolean ended;
    private int statuses;
    private int status;
    private int closeCode;
    private String epoch = "0.0";
    private String lastId = "";
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, JsonNode> asked = new HashMap<>();

    /** @param found told of what is wrong */
    Answers(Consumer<String> found) {
        this.found = found;
    }

    /** Has this called with each frame that comes, on the thread that reads. */
    synchronized void onFrame(Consumer<JsonNode> heard) {
        listener = heard;
    }

    /** How many requests were answered. */
    synchronized int statuses() {
        return statuses;
    }

    /** The status of the last answer; 0 before there is one. */
    synchronized int status() {
        return status;
    }

    /** The code of the server's close frame; 0 if there was none. */
    synchronized int closeCode() {
        return closeCode;
    }

    /** The epoch that was named last. */
    synchronized String epoch() {
        return epoch;
    }

    /** The {@code id} of the last reply that had a text for one. */
    synchronized String lastId() {
        return lastId;
    }

    /** How many frames of a type have come. */
    synchronized int count(String type) {
        return counts.getOrDefault(type, 0);
    }

    /** The reply that has this {@code id}, which begins with {@link #ASKED}; {@code null} before it is there. */
    synchronized JsonNode reply(String id) {
        return asked.get(id);
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits until something is true or the connection has ended.
     *
     * @return false if neither came within so many seconds
     */
    boolean await(int seconds, BooleanSupplier there) throws InterruptedException {
        return awaitMs(TimeUnit.SECONDS.toMillis(seconds), there);
    }

    /** Waits for so many ms, or until the connection has ended. */
    void awaitEnd(long ms) throws InterruptedException {
        awaitMs(ms, () -> false);
    }

    private synchronized boolean awaitMs(long ms, BooleanSupplier there) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (!ended && !there.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public synchronized void status(int code) {
        statuses++;
        status = code;
        if (code >= SERVER_ERROR && code != UNAVAILABLE && code != TIMEOUT) {
            found.accept("HTTP status " + code);
        }
        notifyAll();
    }

    @Override
    public synchronized void text(String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            if (!frame.path("type").isTextual()) {
                found.accept("a frame of the server without a type: " + text);
            }
            if (isInternal(frame)) {
                found.accept("the server says internal: " + text);
            }
            counts.merge(frame.path("type").asText(), 1, Integer::sum);
            epoch = frame.path("epoch").asText(epoch);
            lastId = frame.path("id").asText(lastId);
            if (frame.path("id").asText().startsWith(ASKED)) {
                asked.put(lastId, frame);
            }
            listener.accept(frame);
        } catch (JsonProcessingException e) {
            found.accept("a frame of the server that is not JSON: " + text);
        }
        notifyAll();
    }

    @Override
    public synchronized void closing(int code) {
        closeCode = code;
        if (code == INTERNAL_ERROR) {
            found.accept("the server closed with " + code);
        }
        notifyAll();
    }

    @Override
    public void malformed(String what) {
        found.accept(what);
    }

    private static boolean isInternal(JsonNode frame) {
        boolean internal = frame.path("code").asText().equals(INTERNAL);
        for (JsonNode room : frame.path("rooms")) {
            internal |= room.path("code").asText().equals(INTERNAL);
        }
        return internal;
    }
}
