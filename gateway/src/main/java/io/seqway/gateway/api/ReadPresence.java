package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.presence.PresenceFrames;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Entrance;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import java.util.List;
import java.util.Map;

/** {@code GET /api/rooms/{room}/presence}: who is online in a room. */
final class ReadPresence implements Endpoint {
    private final PresenceLink presence;
    private final Entrance entrance;
    private final RequestRates rates;

    ReadPresence(PresenceLink presence, Entrance entrance, RequestRates rates) {
        this.presence = presence;
        this.entrance = entrance;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        rates.read(caller);
        Map<String, RequestParameter> query = RequestCheck.checked(request).getQuery();
        entrance.enter(caller, room)
                .compose(entered -> presence.ask(
                        room,
                        List.of(),
                        query.get("cursor").getString(null),
                        query.get("limit").getInteger(0)))
                .onSuccess(present -> Answers.json(request, PresenceFrames.answer(room, present)))
                .onFailure(request::fail);
    }
}
