package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/rooms/{room}}: a room that was made, to those who may be there. */
final class ReadRoom implements Endpoint {
    private final Hub hub;
    private final Entrance entrance;
    private final RequestRates rates;

    ReadRoom(Hub hub, Entrance entrance, RequestRates rates) {
        this.hub = hub;
        this.entrance = entrance;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        rates.read(caller);
        entrance.ask(caller, room)
                .compose(right ->
                        hub.madeRooms().manage(Manage.SHOW, room, RoomRequest.author(caller), caller.service(), null))
                .onSuccess(shown -> RoomRequest.answer(request, shown.room()))
                .onFailure(request::fail);
    }
}
