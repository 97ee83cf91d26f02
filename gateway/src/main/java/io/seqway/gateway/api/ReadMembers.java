package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.frame.FrameWriter;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /api/rooms/{room}/members}: who is a member, to those who may be in the room. */
final class ReadMembers implements Endpoint {
    private final Hub hub;
    private final Entrance entrance;
    private final RequestRates rates;

    ReadMembers(Hub hub, Entrance entrance, RequestRates rates) {
        this.hub = hub;
        this.entrance = entrance;
        this.rates = rates;
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        String after = RequestCheck.checked(request).getQuery().get("cursor").getString(null);
        rates.read(caller);
        entrance.ask(caller, room)
                .compose(right -> hub.madeRooms()
                        .members(room, RoomRequest.author(caller), caller.service(), after, Limits.MEMBERS_PAGE))
                .onSuccess(page -> Answers.json(
                        request,
                        FrameWriter.object()
                                .put("room", room)
                                .array("members", objects(page.members()))
                                .put("cursor", page.more() ? last(page.members()) : null)))
                .onFailure(request::fail);
    }

    private static String last(List<RoomMember> members) {
        return members.get(members.size() - 1).user();
    }

    private static List<byte[]> objects(List<RoomMember> members) {
        return members.stream()
                .map(member -> FrameWriter.object()
                        .put("userId", member.user())
                        .put("role", member.role())
                        .put("since", member.since())
                        .toBytes())
                .toList();
    }
}
