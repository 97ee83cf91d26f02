package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.seqway.gateway.socket.Ending;
import io.seqway.protocol.CloseCode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that begin and end, and those that cannot keep up. */
public final class ConnectionMetrics {
    private static final String OTHER = "other";

    /** What clients close by (RFC 6455, section 7.4.1). */
    private static final Map<Integer, String> OF_CLIENTS =
            Map.of(1000, "normal", 1001, "going-away", 1005, "no-code", 1006, "lost");

    private final Counter opened;
    private final Timer duration;
    private final Map<Integer, Counter> byServer = new HashMap<>();
    private final Map<Integer, Counter> byClient = new HashMap<>();
    private final Counter otherwise;
    private final Counter flaps;
    private final Counter lags;
    private final AtomicInteger lagging = new AtomicInteger();

    ConnectionMetrics(MeterRegistry registry) {
        opened = Counter.builder("seqway.connections.opened")
                .description("Connections whose handshake was accepted")
                .register(registry);
        duration = Buckets.age("seqway.connection.duration", "How long connections lasted that have ended", registry);
        for (CloseCode code : CloseCode.values()) {
            byServer.put((int) code.code(), ended("server", text(code), registry));
        }
        OF_CLIENTS.forEach((code, reason) ->
                byClient.put(code, ended(reason.equals("lost") ? "network" : "client", reason, registry)));
        otherwise = ended("client", OTHER, registry);
        flaps = Counter.builder("seqway.user.flaps")
                .description("Connections of users who connect again and again, more than 10 in a minute")
                .register(registry);
        lags = Counter.builder("seqway.lags")
                .description("Rooms that fell behind because the socket of a connection was full")
                .register(registry);
        Gauge.builder("seqway.lagging.sockets", lagging, AtomicInteger::doubleValue)
                .description("Connections that have rooms that are behind, because they do not read")
                .register(registry);
    }

    public void opened() {
        opened.increment();
    }

    public void ended(Ending ending, long durationMs) {
        duration.record(durationMs, TimeUnit.MILLISECONDS);
        Map<Integer, Counter> known = ending.by().equals("server") ? byServer : byClient;
        known.getOrDefault(ending.code(), otherwise).increment();
    }

    /** A user has connected once more than is to be expected. */
    public void flapped() {
        flaps.increment();
    }

    /** A room of a connection falls behind. */
    public void lags() {
        lags.increment();
    }

    /** @param change how many more sockets of an event loop are behind than when it was looked at last */
    public void lagging(int change) {
        lagging.addAndGet(change);
    }

    private static Counter ended(String by, String reason, MeterRegistry registry) {
        return Counter.builder("seqway.disconnections")
                .description("Connections that have ended, by whom and why")
                .tag("by", by)
                .tag("reason", reason)
                .register(registry);
    }

    private static String text(CloseCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
