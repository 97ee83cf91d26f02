package io.seqway.gateway.http;

import io.seqway.gateway.door.Door;
import io.seqway.gateway.log.Untrusted;
import io.seqway.gateway.metrics.RefusalMetrics;
import io.seqway.gateway.socket.TokenBucket;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of handshakes that were refused. Whoever knocks in vain a thousand times a second does not fill it: so
 * many are told, and the others counted. Belongs to one event loop.
 */
final class RefusedHandshakes {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedHandshakes.class);
    private static final int TOLD_PER_SECOND = 10;
    private static final int TOLD_AT_ONCE = 100;

    private final TokenBucket told = new TokenBucket(TOLD_PER_SECOND, TOLD_AT_ONCE, System.nanoTime());
    private final Door door;
    private final RefusalMetrics metrics;
    private long untold;

    RefusedHandshakes(Door door, RefusalMetrics metrics) {
        this.door = door;
        this.metrics = metrics;
    }

    /** Refuses a handshake, and ends its connection. */
    void refuse(HttpServerRequest request, int status, String code, String detail) {
        metrics.handshake(code);
        if (told.tryTake(System.nanoTime())) {
            tell(request, status, detail);
            untold = 0;
        } else {
            untold++;
        }
        Problem.refuse(request, status, code, detail);
    }

    private void tell(HttpServerRequest request, int status, String detail) {
        LoggingEventBuilder event = LOG.atInfo()
                .addKeyValue("status", status)
                .addKeyValue("reason", detail)
                .addKeyValue("remote", door.client(request).getHostAddress());
        Untrusted.add(event, "origin", request.getHeader(HttpHeaders.ORIGIN));
        Untrusted.add(event, "userAgent", request.getHeader(HttpHeaders.USER_AGENT));
        if (untold > 0) {
            event.addKeyValue("untold", untold);
        }
        event.log("handshake refused");
    }
}
