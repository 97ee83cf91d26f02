package io.seqway.gateway.api;

import static java.util.Map.entry;

import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.metrics.RefusalMetrics;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.Limits;
import io.seqway.protocol.frame.RoomPostReader;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.util.Map;

/** The API of one event loop: each operation that the document names and that belongs here. */
public final class Api {
    /**
     * What the event loops of a node share.
     *
     * @param disconnections closes connections on all nodes
     * @param refusals counts what is refused
     */
    public record Shared(
            ApiDocument document, RequestRates rates, Disconnections disconnections, RefusalMetrics refusals) {}

    private final Shared shared;
    private final Operations operations;
    private final Map<String, Endpoint> endpoints;

    public Api(
            Vertx vertx,
            Shared shared,
            Hub hub,
            PresenceLink presence,
            StreamLink streams,
            EventLoop loop,
            Tokens tokens,
            Limits limits,
            Entrance entrance) {
        this.shared = shared;
        this.operations = new Operations(vertx, shared, tokens, limits);
        RequestRates rates = shared.rates();
        RoomPostReader reader = new RoomPostReader(limits);
        this.endpoints = Map.ofEntries(
                entry("makeRoom", new MakeRoom(hub, rates, reader)),
                entry("readRooms", new ReadRooms(hub, rates)),
                entry("readRoom", new ReadRoom(hub, entrance, rates)),
                entry("changeRoom", new ChangeRoom(hub, rates, reader)),
                entry("removeRoom", new RemoveRoom(hub, rates)),
                entry("readMembers", new ReadMembers(hub, entrance, rates)),
                entry("setMember", new SetMember(hub, rates, reader)),
                entry("removeMember", new RemoveMember(hub, rates)),
                entry("sendMessage", new SendMessage(hub, entrance, rates, limits)),
                entry("readMessages", new ReadMessages(hub, entrance, rates)),
                entry("readReceipts", new ReadReceipts(hub, entrance, rates)),
                entry("readPresence", new ReadPresence(presence, entrance, rates)),
                entry("readMissing", new ReadMissing(streams, rates)),
                entry("readStream", new ReadStream(streams, rates, limits, loop)),
                entry("readChunk", new ReadChunk(streams, rates)),
                entry("removeStream", new RemoveStream(streams, rates)),
                entry("disconnectUser", new DisconnectUser(shared.disconnections())),
                entry("refreshToken", new RefreshToken(tokens, rates)));
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/openapi.yaml").handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(shared.document().text()));
        operations.mount(router, endpoints);
    }
}
