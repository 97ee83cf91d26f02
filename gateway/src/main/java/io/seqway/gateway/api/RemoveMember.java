package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE /api/rooms/{room}/members/{user}}: a user is no member any more; everybody may leave by it. */
final class RemoveMember implements Endpoint {
    private final Hub hub;
    private final RequestRates rates;

    RemoveMember(Hub hub, RequestRates rates) {
        this.hub = hub;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        rates.send(caller);
        MemberRequest.submit(hub, request, caller, null, stored -> RoomRequest.nothing(request));
    }
}
