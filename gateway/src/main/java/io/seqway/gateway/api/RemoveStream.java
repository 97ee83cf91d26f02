package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.stream.StreamLink;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/streams/{stream}}: the stream is gone, and its name is free again. */
final class RemoveStream implements Endpoint {
    private final StreamLink streams;
    private final RequestRates rates;

    RemoveStream(StreamLink streams, RequestRates rates) {
        this.streams = streams;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String user = StreamRequest.user(request, caller);
        rates.read(caller);
        streams.remove(user, request.pathParam("stream"))
                .onSuccess(found -> {
                    if (found) {
                        request.response()
                                .setStatusCode(HttpResponseStatus.NO_CONTENT.code())
                                .end();
                    } else {
                        StreamRequest.notFound(request, "there is no such stream");
                    }
                })
                .onFailure(request::fail);
    }
}
