package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.frame.FrameWriter;
import io.seqway.protocol.frame.RoomPostReader;
import io.seqway.protocol.frame.RoomRole;
import io.vertx.ext.web.RoutingContext;

/** {@code PUT /api/rooms/{room}/members/{user}}: a user is a member with this role, whatever was before. */
final class SetMember implements Endpoint {
    private static final String ROLE = SetMember.class.getName();

    private final Hub hub;
    private final RequestRates rates;
    private final RoomPostReader reader;

    SetMember(Hub hub, RequestRates rates, RoomPostReader reader) {
        this.hub = hub;
        this.rates = rates;
        this.reader = reader;
    }

    @Override
    public void read(RoutingContext request) {
        request.put(ROLE, reader.role(RoomRequest.text(request)));
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        RoomRole role = request.get(ROLE);
        rates.send(caller);
        MemberRequest.submit(
                hub,
                request,
                caller,
                role.text(),
                stored -> Answers.json(
                        request,
                        FrameWriter.object()
                                .put("room", stored.room())
                                .put("userId", MemberRequest.user(request))
                                .put("role", role.text())
                                .put("epoch", stored.epoch())
                                .put("seq", stored.seq())));
    }
}
