package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.RoomMessage.MadeRoom;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /api/rooms}: the rooms that the caller is a member of; of a service all that were made. */
final class ReadRooms implements Endpoint {
    private final Hub hub;
    private final RequestRates rates;

    ReadRooms(Hub hub, RequestRates rates) {
        this.hub = hub;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String after = RequestCheck.checked(request).getQuery().get("cursor").getString(null);
        rates.read(caller);
        hub.madeRooms()
                .rooms(caller.service() ? null : caller.userId(), after, Limits.MEMBERS_PAGE)
                .onSuccess(page -> {
                    List<MadeRoom> rooms = page.rooms();
                    Answers.json(
                            request,
                            FrameWriter.object()
                                    .array("rooms", RoomRequest.objects(rooms))
                                    .put("cursor", page.cursor()));
                })
                .onFailure(request::fail);
    }
}
