package io.seqway.gateway.api;

import io.seqway.gateway.GatewayOptions;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.NodeMessage.ConnectionReport;
import io.seqway.protocol.bus.NodeMessage.RoomPosition;
import io.seqway.protocol.bus.NodeMessage.RoomReport;
import io.seqway.protocol.bus.NodeMessage.RoomState;
import io.seqway.protocol.bus.NodeMessage.UserReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What those who look after the nodes may ask, with the token of a service: of a user, of a room, of the node. The
 * operations of {@code openapi.yaml} below {@code /admin}.
 */
public final class AdminApi {
    private final Operations operations;
    private final Survey survey;
    private final Supplier<Future<JsonObject>> node;

    /** @param node tells the whole state of the node */
    public AdminApi(
            Vertx vertx,
            Api.Shared shared,
            Survey survey,
            Tokens tokens,
            GatewayOptions options,
            Supplier<Future<JsonObject>> node) {
        this.operations = new Operations(vertx, shared, tokens, options.limits());
        this.survey = survey;
        this.node = node;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        operations.mount(
                router,
                Map.of(
                        "readUserState", forServices(this::user),
                        "readRoomState", forServices(this::room),
                        "readNodeState", forServices(this::node)));
    }

    private static Endpoint forServices(Endpoint endpoint) {
        return (request, caller) -> {
            if (!caller.service()) {
                throw new Refusal(ErrorCode.FORBIDDEN, "only a service may ask that");
            }
            endpoint.handle(request, caller);
        };
    }

    private void user(RoutingContext request, Identity caller) {
        String user = request.pathParam("user");
        survey.ofUser(user).onSuccess(told -> answer(request, user(user, told))).onFailure(request::fail);
    }

    private void room(RoutingContext request, Identity caller) {
        String room = request.pathParam("room");
        survey.ofRoom(room).onSuccess(told -> answer(request, room(room, told))).onFailure(request::fail);
    }

    private void node(RoutingContext request, Identity caller) {
        node.get().onSuccess(state -> answer(request, state)).onFailure(request::fail);
    }

    private static void answer(RoutingContext request, JsonObject object) {
        Answers.json(request, object.toBuffer().getBytes());
    }

    private static JsonObject user(String user, Survey.Result<UserReport> told) {
        JsonArray connections = new JsonArray();
        for (UserReport report : told.answers()) {
            report.connections().forEach(connection -> connections.add(connection(report.node(), connection)));
        }
        return new JsonObject()
                .put("userId", user)
                .put("connections", connections)
                .put("silentNodes", new JsonArray(told.silent()));
    }

    private static JsonObject connection(String node, ConnectionReport connection) {
        JsonArray rooms = new JsonArray();
        for (RoomPosition room : connection.rooms()) {
            rooms.add(new JsonObject()
                    .put("room", room.room())
                    .put("seq", room.seq())
                    .put("lagging", room.lagging()));
        }
        return new JsonObject()
                .put("node", node)
                .put("sessionId", connection.session())
                .put("remote", connection.remote())
                .put("ageMs", connection.ageMs())
                .put("expiresAt", connection.expiresAt())
                .put("framesIn", connection.framesIn())
                .put("framesOut", connection.framesOut())
                .put("unanswered", connection.unanswered())
                .put("rooms", rooms);
    }

    /** Of those who claim to own the room, the one with the greatest epoch does. */
    private static JsonObject room(String room, Survey.Result<RoomReport> told) {
        RoomReport owner = told.answers().stream()
                .filter(report -> report.log() != null)
                .max(Comparator.comparingLong(RoomReport::ownerEpoch))
                .orElse(null);
        JsonArray stores = new JsonArray();
        for (RoomReport report : told.answers()) {
            stores.add(new JsonObject()
                    .put("node", report.node())
                    .put("leased", report.leased())
                    .put("owner", report.owner())
                    .put("ownerEpoch", report.ownerEpoch()));
        }
        JsonObject state = new JsonObject()
                .put("room", room)
                .put("owner", owner == null ? null : owner.node())
                .put("stores", stores)
                .put("silentNodes", new JsonArray(told.silent()));
        if (owner != null) {
            state.put("partition", owner.partition());
            log(state, owner.log());
        }
        return state;
    }

    private static void log(JsonObject state, RoomState log) {
        state.put("epoch", log.epoch())
                .put("floor", log.floor())
                .put("head", log.head())
                .put(
                        "ring",
                        new JsonObject()
                                .put("first", log.ringFirst())
                                .put("entries", log.ringEntries())
                                .put("bytes", log.ringBytes()))
                .put("waiting", new JsonObject().put("messages", log.waiting()).put("bytes", log.waitingBytes()))
                .put("watchers", new JsonArray(log.watchers()));
    }
}
