package io.seqway.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.seqway.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What was refused, and why. */
public final class RefusalMetrics {
    private static final String OTHER = "other";

    private final Map<ErrorCode, Counter> frames;
    private final Map<ErrorCode, Counter> requests;
    private final Map<String, Counter> handshakes = new HashMap<>();

    RefusalMetrics(MeterRegistry registry) {
        frames = byCode("frame", registry);
        requests = byCode("request", registry);
        for (ErrorCode code : new ErrorCode[] {
            ErrorCode.BAD_REQUEST,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.FORBIDDEN,
            ErrorCode.RATE_LIMITED,
            ErrorCode.UNAVAILABLE
        }) {
            handshakes.put(code.text(), counter("handshake", code.text(), registry));
        }
        handshakes.put(OTHER, counter("handshake", OTHER, registry));
    }

    /** A frame of a WebSocket. */
    public void frame(ErrorCode code) {
        frames.get(code).increment();
    }

    /** A request over HTTP. */
    public void request(ErrorCode code) {
        requests.get(code).increment();
    }

    /** @param code as the client is told */
    public void handshake(String code) {
        handshakes.getOrDefault(code, handshakes.get(OTHER)).increment();
    }

    private static Map<ErrorCode, Counter> byCode(String what, MeterRegistry registry) {
        Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : ErrorCode.values()) {
            counters.put(code, counter(what, code.text(), registry));
        }
        return counters;
    }

    private static Counter counter(String what, String code, MeterRegistry registry) {
        return Counter.builder("seqway.refusals")
                .description("What was refused: frames, requests over HTTP, handshakes; by the code of the error")
                .tag("what", what)
                .tag("code", code)
                .register(registry);
    }
}
