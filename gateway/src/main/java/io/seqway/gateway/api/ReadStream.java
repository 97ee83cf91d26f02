package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.http.Problem;
import io.seqway.gateway.stream.FoundStream;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.Limits;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.protocol.stream.StreamState;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/streams/{stream}}: what the chunks are together, as long as none is missing. */
final class ReadStream implements Endpoint {
    private static final int CONFLICT = 409;

    private final StreamLink streams;
    private final RequestRates rates;
    private final Downloads downloads;

    ReadStream(StreamLink streams, RequestRates rates, Limits limits, EventLoop loop) {
        this.streams = streams;
        this.rates = rates;
        this.downloads = new Downloads(streams, limits, loop);
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String user = StreamRequest.user(request, caller);
        rates.read(caller);
        streams.find(user, request.pathParam("stream"))
                .onSuccess(stream -> answer(request, stream))
                .onFailure(request::fail);
    }

    private void answer(RoutingContext request, FoundStream stream) {
        if (!stream.exists()) {
            StreamRequest.notFound(request, "there is no such stream");
        } else if (!stream.state().chunks().isWhole(stream.state().end())) {
            refuse(request, stream.state());
        } else {
            downloads.begin(request, stream, () -> begin(request, stream));
        }
    }

    private static HttpServerResponse begin(RoutingContext request, FoundStream stream) {
        String type = stream.state().contentType();
        return StreamRequest.begin(
                        request,
                        stream,
                        type == null ? HttpHeaderValues.APPLICATION_OCTET_STREAM.toString() : type,
                        stream.name())
                .putHeader(
                        HttpHeaders.CONTENT_LENGTH, Long.toString(stream.state().bytes()));
    }

    private static void refuse(RoutingContext request, StreamState state) {
        StreamState.Missing missing = state.missing(-1);
        JsonObject list =
                new JsonObject().put("missing", new JsonArray(missing.seqs())).put("more", missing.more());
        Problem.send(request.response(), CONFLICT, "chunks-missing", "some chunks are not stored yet", list);
    }
}
