package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.stream.FoundStream;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.bus.StreamMessage.ChunkFound;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/streams/{stream}/chunks/{seq}}: one chunk as it was sent. */
final class ReadChunk implements Endpoint {
    private static final char LAST_ASCII = 0x7E;

    private final StreamLink streams;
    private final RequestRates rates;

    ReadChunk(StreamLink streams, RequestRates rates) {
        this.streams = streams;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String user = StreamRequest.user(request, caller);
        int seq = RequestCheck.checked(request).getPathParameters().get("seq").getInteger();
        rates.read(caller);
        streams.find(user, request.pathParam("stream"))
                .compose(stream -> read(stream, seq).onSuccess(chunk -> answer(request, stream, seq, chunk)))
                .onFailure(request::fail);
    }

    /** What was written and does not count as stored is not there. */
    private Future<ChunkFound> read(FoundStream stream, int seq) {
        return stream.state().chunks().contains(seq)
                ? streams.read(stream, seq)
                : Future.succeededFuture(new ChunkFound(null, null));
    }

    private static void answer(RoutingContext request, FoundStream stream, int seq, ChunkFound chunk) {
        if (chunk.payload() == null) {
            StreamRequest.notFound(request, "there is no such chunk");
            return;
        }
        HttpServerResponse response = StreamRequest.begin(
                request, stream, HttpHeaderValues.APPLICATION_OCTET_STREAM.toString(), stream.name() + '.' + seq);
        if (chunk.meta() != null) {
            response.putHeader("Seqway-Meta", asHeader(chunk.meta()));
        }
        response.end(Buffer.buffer(chunk.payload()));
    }

    /** The same JSON in what a header may hold: line breaks stand between values, and other characters within strings. */
    private static String asHeader(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            if (c < ' ') {
                ascii.append(' ');
            } else if (c <= LAST_ASCII) {
                ascii.append(c);
            } else {
                ascii.append(String.format("\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
