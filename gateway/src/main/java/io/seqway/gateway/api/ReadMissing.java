package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.frame.FrameWriter;
import io.seqway.protocol.frame.StreamFrames;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/streams/{stream}/missing}: which chunks are not stored, as by the frame {@code missing}. */
final class ReadMissing implements Endpoint {
    private final StreamLink streams;
    private final RequestRates rates;

    ReadMissing(StreamLink streams, RequestRates rates) {
        this.streams = streams;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String user = StreamRequest.user(request, caller);
        String stream = request.pathParam("stream");
        int upTo = RequestCheck.checked(request).getQuery().get("upTo").getInteger(-1);
        rates.read(caller);
        streams.find(user, stream)
                .onSuccess(found -> Answers.json(
                        request, StreamFrames.putMissing(FrameWriter.object(), stream, found.state(), upTo)))
                .onFailure(request::fail);
    }
}
