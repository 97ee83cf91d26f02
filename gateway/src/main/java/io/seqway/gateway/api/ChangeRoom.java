package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.frame.RoomPostReader;
import io.vertx.ext.web.RoutingContext;

/** {@code PATCH /api/rooms/{room}}: another title, other metadata, or another retention, by an owner or a service. */
final class ChangeRoom implements Endpoint {
    private static final String CHANGE = ChangeRoom.class.getName();

    private final Hub hub;
    private final RequestRates rates;
    private final RoomPostReader reader;

    ChangeRoom(Hub hub, RequestRates rates, RoomPostReader reader) {
        this.hub = hub;
        this.rates = rates;
        this.reader = reader;
    }

    @Override
    public void read(RoutingContext request) {
        request.put(CHANGE, reader.change(RoomRequest.text(request)));
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        RoomContent change = request.get(CHANGE);
        rates.send(caller);
        hub.madeRooms()
                .manage(Manage.CHANGE, request.pathParam("room"), RoomRequest.author(caller), caller.service(), change)
                .onSuccess(changed -> RoomRequest.answer(request, changed.room()))
                .onFailure(request::fail);
    }
}
