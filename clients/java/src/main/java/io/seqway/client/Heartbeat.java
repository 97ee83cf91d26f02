package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.function.LongConsumer;

/** Pings, and finds out when nobody is there any more (docs/protocol.md, "Ping"). */
final class Heartbeat {
    /** A server that wants more pings than that is mistaken. */
    private static final long LEAST_MS = 10;

    private final Clock clock;
    private final LongConsumer ping;
    private final Runnable dead;
    private long intervalMs = 30_000;
    private long timeoutMs = 10_000;
    /** Calls off that the connection is taken for dead; null as long as nothing is waited for. */
    private Runnable silence;

    private Runnable next;
    private volatile Long roundTripMs;

    /**
     * @param ping says it, with the time as its id
     * @param dead is told that nothing was heard in time
     */
    Heartbeat(Clock clock, LongConsumer ping, Runnable dead) {
        this.clock = clock;
        this.ping = ping;
        this.dead = dead;
    }

    Long roundTripMs() {
        return roundTripMs;
    }

    void take(JsonObject said) {
        intervalMs = Math.max(LEAST_MS, Fields.number(said, "intervalMs", intervalMs));
        timeoutMs = Math.max(LEAST_MS, Fields.number(said, "timeoutMs", timeoutMs));
    }

    void beat() {
        if (next != null) {
            next.run();
        }
        next = clock.after(intervalMs, this::beat);
        if (silence == null) {
            silence = clock.after(timeoutMs, dead);
        }
        ping.accept(clock.now());
    }

    /** Anything at all that is heard is a sign of life. */
    void heard() {
        if (silence != null) {
            silence.run();
            silence = null;
        }
    }

    void ponged(JsonObject pong) {
        Long said = Fields.number(pong, "id");
        if (said != null) {
            roundTripMs = Math.max(0, clock.now() - said);
        }
    }

    void stop() {
        heard();
        if (next != null) {
            next.run();
            next = null;
        }
    }
}
