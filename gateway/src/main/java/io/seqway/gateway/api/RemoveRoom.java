package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/rooms/{room}}: the room is gone for all who are in it, and its name is free again. */
final class RemoveRoom implements Endpoint {
    private final Hub hub;
    private final RequestRates rates;

    RemoveRoom(Hub hub, RequestRates rates) {
        this.hub = hub;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        rates.send(caller);
        hub.madeRooms()
                .manage(Manage.REMOVE, request.pathParam("room"), RoomRequest.author(caller), caller.service(), null)
                .onSuccess(removed -> RoomRequest.nothing(request))
                .onFailure(request::fail);
    }
}
