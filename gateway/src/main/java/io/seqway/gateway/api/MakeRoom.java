package io.seqway.gateway.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.room.Hub;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.frame.RoomPostReader;
import io.seqway.protocol.frame.RoomPostReader.RoomPost;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code POST /api/rooms}: makes a room. The same content of the same caller again is as good. */
final class MakeRoom implements Endpoint {
    private static final String POST = MakeRoom.class.getName();

    private final Hub hub;
    private final RequestRates rates;
    private final RoomPostReader reader;

    MakeRoom(Hub hub, RequestRates rates, RoomPostReader reader) {
        this.hub = hub;
        this.rates = rates;
        this.reader = reader;
    }

    @Override
    public void read(RoutingContext request) {
        request.put(POST, reader.room(RoomRequest.text(request)));
    }

    @Override
    public void handle(RoutingContext request, Identity caller) {
        RoomPost post = request.get(POST);
        rates.send(caller);
        hub.madeRooms()
                .manage(Manage.MAKE, post.room(), RoomRequest.author(caller), caller.service(), post.content())
                .onSuccess(made -> {
                    request.response()
                            .setStatusCode(HttpResponseStatus.CREATED.code())
                            .putHeader(HttpHeaders.LOCATION, address(post.room()));
                    RoomRequest.answer(request, made.room());
                })
                .onFailure(request::fail);
    }

    /** No id has a space, which this would write as {@code +}. */
    private static String address(String room) {
        return "/api/rooms/" + URLEncoder.encode(room, StandardCharsets.UTF_8);
    }
}
