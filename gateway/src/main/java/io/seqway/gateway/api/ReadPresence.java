package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.presence.PresenceFrames;
import io.seqway.gateway.presence.PresenceLink;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/rooms/{room}/presence}: who is online in a room. */
final class ReadPresence implements Endpoint {
    private final PresenceLink presence;
    private final RoomAccess access;
    private final RequestRates rates;

    ReadPresence(PresenceLink presence, RoomAccess access, RequestRates rates) {
        this.presence = presence;
        this.access = access;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        access.require(caller, room);
        rates.read(caller);
        presence.who(room)
                .onSuccess(users -> Answers.json(request, PresenceFrames.answer(room, users)))
                .onFailure(request::fail);
    }
}
