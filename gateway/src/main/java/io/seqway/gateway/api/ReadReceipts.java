package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/rooms/{room}/receipts}: how far everybody is in a room. */
final class ReadReceipts implements Endpoint {
    private final Hub hub;
    private final Entrance entrance;
    private final RequestRates rates;

    ReadReceipts(Hub hub, Entrance entrance, RequestRates rates) {
        this.hub = hub;
        this.entrance = entrance;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        rates.read(caller);
        entrance.enter(caller, room)
                .compose(entered -> hub.receipts().of(room, hub.now()))
                .onSuccess(found -> Answers.json(
                        request,
                        FrameWriter.object()
                                .put("room", room)
                                .part(Cursor.array(found.cursors()))
                                .put("more", found.more())))
                .onFailure(request::fail);
    }
}
