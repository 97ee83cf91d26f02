package io.seqway.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** WebSockets of Vert.x, on the client's context. */
final class VertxTransport implements Transport {
    static final int BROKEN = 1006;

    /** A server's frame holds 100 entries and 64 KiB of them, or one entry, whose body has a limit of the server's own. */
    private static final int MAX_FRAME_BYTES = 16 << 20;

    private static final long MAX_RETRY_AFTER_MS = 3_600_000;

    private final Vertx vertx;
    private final SeqwayOptions options;
    private WebSocketClient client;

    VertxTransport(Vertx vertx, SeqwayOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    @Override
    public Link open(Ear ear) {
        if (client == null) {
            client = vertx.createWebSocketClient(new WebSocketClientOptions(options.webSocket)
                    .setConnectTimeout((int) Math.min(options.connectTimeoutMs, Integer.MAX_VALUE))
                    .setClosingTimeout(1) // s; a server that does not close, too, is let go of
                    .setMaxFrameSize(MAX_FRAME_BYTES)
                    .setMaxMessageSize(MAX_FRAME_BYTES));
        }
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setAbsoluteURI(options.url)
                .addSubProtocol("seqway.v1.json")
                .setAllowOriginHeader(false) // an Origin says that this is a page in a browser
                .setTimeout(options.connectTimeoutMs);
        VertxLink link = new VertxLink(client.webSocket(), ear);
        link.connect(to).onFailure(e -> ear.closed(statusOf(e), String.valueOf(e.getMessage()), retryAfterMs(e)));
        return link;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private static int statusOf(Throwable failure) {
        return failure instanceof UpgradeRejectedException refused ? refused.getStatus() : BROKEN;
    }

    private static Long retryAfterMs(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException refused)) {
            return null;
        }
        String value = refused.getHeaders().get("Retry-After");
        Long ms = value == null ? null : msOf(value.trim());
        return ms == null ? null : Math.max(0, Math.min(ms, MAX_RETRY_AFTER_MS));
    }

    /** @param value seconds, or a date (RFC 9110, section 10.2.3) */
    static Long msOf(String value) {
        try {
            return value.matches("[0-9]{1,9}")
                    ? Long.parseLong(value) * 1_000
                    : ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()
                                    .toEpochMilli()
                            - System.currentTimeMillis();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
