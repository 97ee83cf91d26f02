package io.seqway.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Requests that have not been read to their end: each has some seconds for that, however it trickles, and fewer once it is
 * answered. A connection that is silent ends without this; one that is not would be held for ever. Belongs to one event loop.
 */
public final class UnreadRequests {
    /** Every how many ms to {@link #look}. */
    public static final long LOOK_MS = 500;

    /** Within so many ms all of a request must be here. */
    static final long WHOLE_MS = 8_000;

    /** So long the rest of a request that is answered is read, so that whoever sends it sees the answer. */
    static final long ANSWERED_MS = 2_000;

    private record Unread(HttpServerRequest request, long since) {}

    private final LongSupplier clockMs;
    private final List<Unread> unread = new ArrayList<>();

    /** @param clockMs the time in ms of a monotonic clock */
    public UnreadRequests(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    void add(HttpServerRequest request) {
        if (hasContent(request) && !request.isEnded()) {
            unread.add(new Unread(request, clockMs.getAsLong()));
        }
    }

    /** By RFC 9112, section 6.3; whoever answers one without content may never read its end. */
    private static boolean hasContent(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Ends the connections of those that have run out of time. */
    public void look() {
        long now = clockMs.getAsLong();
        unread.removeIf(one -> isOver(one.request()) || hasRunOut(one.request(), now - one.since()));
    }

    private static boolean isOver(HttpServerRequest request) {
        return request.isEnded() || request.response().closed();
    }

    private static boolean hasRunOut(HttpServerRequest request, long ageMs) {
        HttpServerResponse response = request.response();
        if (ageMs <= (response.ended() ? ANSWERED_MS : WHOLE_MS)) {
            return false;
        }
        if (response.headWritten()) {
            request.connection().close();
        } else {
            Problem.refuse(
                    request,
                    408,
                    "request-timeout",
                    "the request was not here whole within " + WHOLE_MS / 1_000 + " s; send it again");
        }
        return true;
    }
}
