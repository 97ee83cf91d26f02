package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.http.Problem;
import io.seqway.gateway.metrics.RefusalMetrics;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that were not carried out; tells a client's mistake from the server's own. */
final class Failures implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final int UNSUPPORTED = HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE.code();
    private static final int NOT_FOUND = HttpResponseStatus.NOT_FOUND.code();

    private static final String CONTENT = "content";

    private final Limits limits;
    private final RefusalMetrics metrics;

    Failures(Limits limits, RefusalMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /** From now on the content is read: what fails is a mistake of the client. */
    static void contentBegins(RoutingContext request) {
        request.put(CONTENT, true).next();
    }

    /** All of the content was read. */
    static void contentEnds(RoutingContext request) {
        request.remove(CONTENT);
    }

    @Override
    public void handle(RoutingContext request) {
        if (request.response().closed()) {
            return; // nobody is there to hear it
        }
        if (request.statusCode() == UNSUPPORTED) {
            metrics.request(ErrorCode.BAD_REQUEST);
            Problem.send(
                    request.response(), UNSUPPORTED, "unsupported-media-type", "Content-Type must be application/json");
        } else if (request.statusCode() == NOT_FOUND) {
            // the library's own, of an address that has no slash in front
            Problem.send(request.response(), NOT_FOUND, "not-found", "nothing is here");
        } else {
            Refusal refusal = refusal(request);
            metrics.request(refusal.code());
            Problem.send(request.response(), refusal);
        }
    }

    private Refusal refusal(RoutingContext request) {
        if (request.failure() instanceof Refusal refusal) {
            return refusal;
        }
        if (request.statusCode() == HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code()) {
            return Refusal.limit(
                    ErrorCode.TOO_LARGE, "content too large in bytes", "max-frame-bytes", limits.maxFrameBytes());
        }
        if (request.statusCode() == HttpResponseStatus.BAD_REQUEST.code() || request.get(CONTENT) != null) {
            return Refusal.badRequest("the request cannot be read");
        }
        LOG.error(
                "a request could not be handled: {}, status {}",
                request.request().method(),
                request.statusCode(),
                request.failure());
        return new Refusal(ErrorCode.INTERNAL, "internal error");
    }
}
