package io.seqway.gateway;

import io.seqway.gateway.api.Api;
import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.Keyring;
import io.seqway.gateway.auth.RoomAccess;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.auth.VerificationPool;
import io.seqway.gateway.command.Commands;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.http.Accepted;
import io.seqway.gateway.http.DevRestart;
import io.seqway.gateway.http.OneRequestAtATime;
import io.seqway.gateway.http.Routes;
import io.seqway.gateway.http.UnreadRequests;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.presence.PresenceBus;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.presence.UserConnections;
import io.seqway.gateway.room.Entrance;
import io.seqway.gateway.room.Feed;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Sessions;
import io.seqway.gateway.session.UserRates;
import io.seqway.gateway.store.StoreLink;
import io.seqway.gateway.stream.ChunkIntake;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.NodeMessage.ConnectionReport;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One event loop of a gateway: its share of the sockets, and everything that belongs to them. */
final class HubVerticle extends VerticleBase {
    private static final long SWEEP_MS = 500;
    private static final int HTTP_IDLE_SECONDS = 5;
    private static final int CLOSING_SECONDS = 3;
    private static final long CUT_OFF_DRAIN_MS = 500;
    private static final int SEND_BUFFER_BYTES = 128 * 1024;
    private static final int WRITE_QUEUE_BYTES = 256 * 1024;
    private static final int MAX_INITIAL_LINE = 4 * 1024;

    private final ClusterView view;
    private final Feed feed;
    private final Door door;
    private final UserRates users;
    private final PresenceClock clock;
    private final Keyring keyring;
    private final VerificationPool verifications;
    private final Api.Shared api;
    private final GatewayMetrics metrics;
    private final int index;
    private final BiConsumer<Router, EventLoop> managementRoutes;
    private GatewayOptions options;
    private EventLoop loop;
    private Tokens tokens;
    private Entrance entrance;
    private StreamLink streams;
    private ChunkIntake chunks;
    private Handler<HttpServerRequest> routes;
    private UnreadRequests unread;
    private Hub hub;
    private PresenceLink presence;
    private UserConnections connections;
    private Sessions sessions;
    private HttpServer server;

    HubVerticle(
            GatewayOptions options,
            ClusterView view,
            Feed feed,
            Door door,
            UserRates users,
            PresenceClock clock,
            Keyring keyring,
            VerificationPool verifications,
            Api.Shared api,
            GatewayMetrics metrics,
            int index,
            BiConsumer<Router, EventLoop> managementRoutes) {
        this.options = options;
        this.view = view;
        this.feed = feed;
        this.door = door;
        this.users = users;
        this.clock = clock;
        this.keyring = keyring;
        this.verifications = verifications;
        this.api = api;
        this.metrics = metrics;
        this.index = index;
        this.managementRoutes = managementRoutes;
    }

    @Override
    public Future<?> start() {
        loop = EventLoop.of(context);
        // in front of the first look at the members: none who comes in between is missed
        view.onChange(() -> loop.run(() -> {
            hub.membersChanged();
            presence.membersChanged();
        }));
        presence = new PresenceLink(
                loop,
                view,
                PresenceBus.over(vertx.eventBus()),
                (address, message) -> vertx.eventBus().send(address, message, BusCodec.OPTIONS),
                view.self() + '/' + index);
        tokens = new Tokens(keyring, verifications, loop);
        StoreLink link = StoreLink.over(vertx.eventBus(), view);
        hub = new Hub(index, loop, view.self(), feed, link, presence::changed, metrics);
        feed.add(hub);
        hub.start();
        entrance = new Entrance(hub, new RoomAccess(options.openRooms()));
        streams = new StreamLink(vertx.eventBus(), view, loop::now, metrics.streams());
        chunks = new ChunkIntake(
                streams, loop, options.limits(), ChunkIntake.MAX_OF_NODE / options.instances(), metrics.streams());
        connections =
                new UserConnections(options.connections(), view.self(), index, loop, clock::at, presence::connected);
        sessions = new Sessions(commands(), options.limits(), users, connections, view.self(), loop, metrics);
        loop.every(SWEEP_MS, sessions::expire);
        hub.whenMembersChange(sessions::told);
        feed.whenCutOff(() -> loop.run(() -> sessions.drain(CUT_OFF_DRAIN_MS)));
        if (options.dev()) {
            DevRestart.listen(vertx.eventBus(), () -> sessions.drain(0));
        }
        loop.every(PresenceLink.REFRESH_MS, presence::refresh);
        loop.every(UserConnections.REFRESH_MS, connections::refresh);
        unread = new UnreadRequests(loop::now);
        loop.every(UnreadRequests.LOOK_MS, unread::look);
        routes = routes();
        server = vertx.createHttpServer(httpOptions())
                .connectionHandler(OneRequestAtATime::guard)
                .requestHandler(request -> routes.handle(request));
        return server.listen(options.port(), options.host());
    }

    /** Serves by other limits and origins from now on; from any thread, once the verticle is deployed. */
    void adopt(GatewayOptions changed) {
        loop.run(() -> {
            options = options.adopting(changed);
            routes = routes();
            connections.adopt(options.connections());
            sessions.adopt(commands(), options.limits());
        });
    }

    private Commands commands() {
        return new Commands(hub, presence, clock, streams, chunks, tokens, options.limits(), entrance, loop, metrics);
    }

    private Handler<HttpServerRequest> routes() {
        return Routes.create(vertx, options, door, tokens, newcomers(), unread, metrics.refusals(), router -> {
            new Api(vertx, api, hub, presence, streams, loop, tokens, options.limits(), entrance).mount(router);
            managementRoutes.accept(router, loop);
        });
    }

    @Override
    public Future<?> stop() {
        sessions.end(options.drainMs());
        return server.shutdown(options.drainMs() + CLOSING_SECONDS * 1_000, TimeUnit.MILLISECONDS);
    }

    /** How many connections there are; from any thread, once the verticle is deployed. */
    int sockets() {
        return sessions.size();
    }

    /**
     * Counts connections, and adds their users and rooms; from any thread, once the verticle is deployed.
     *
     * @return completes on the event loop of the hub
     */
    Future<Integer> count(Set<String> users, Set<String> rooms) {
        return onLoop(() -> {
            sessions.count(users, rooms);
            return sessions.size();
        });
    }

    /** Closes the connections of a user, and counts them; from any thread, once the verticle is deployed. */
    Future<Integer> disconnect(String userId, String reason) {
        return onLoop(() -> sessions.disconnect(userId, reason));
    }

    /** What the connections of a user are and where they stand; from any thread, once the verticle is deployed. */
    Future<List<ConnectionReport>> reports(String userId) {
        return onLoop(() -> sessions.reports(userId));
    }

    /** What this hub does, for those who look after the node; from any thread, once the verticle is deployed. */
    Future<JsonObject> state() {
        return onLoop(() -> new JsonObject()
                .put("sockets", sessions.size())
                .put("rooms", hub.openRooms())
                .put("unanswered", hub.submissions().unanswered()));
    }

    private <T> Future<T> onLoop(Supplier<T> task) {
        Promise<T> promise = Promise.promise();
        loop.run(() -> promise.complete(task.get()));
        return promise.future();
    }

    /** Presence has found some connections of this hub to be too many; from any thread, once the verticle is deployed. */
    void surplus(Surplus surplus) {
        loop.run(() -> connections.surplus(surplus));
    }

    /**
     * A node of presence may have lost something; from any thread, once the verticle is deployed.
     *
     * @return completes when that node has taken all that is said of its rooms again
     */
    Future<Void> again(SayAgain said) {
        Promise<Void> taken = Promise.promise();
        loop.run(() -> presence.again(said).onComplete(taken));
        return taken.future();
    }

    private Accepted newcomers() {
        return new Accepted() {
            @Override
            public void accept(
                    ServerWebSocket socket, Identity identity, Map<String, Position> rooms, Door.Entry entry) {
                socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
                socket.shutdownHandler(stopping -> {}); // the session ends it, at a moment of its own
                sessions.open(socket, identity, rooms, entry);
            }

            @Override
            public boolean isOver() {
                return sessions.haveEnded();
            }
        };
    }

    /** The port that was listened on; on any thread, once the verticle is deployed. */
    int port() {
        return server.actualPort();
    }

    private HttpServerOptions httpOptions() {
        return new HttpServerOptions()
                // One tiny compressed frame may otherwise inflate to any size, before anybody is authenticated.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // The limit of a message is checked by the assembler, which can say so; this one only cuts the line.
                .setMaxWebSocketFrameSize(maxMessageBytes())
                .setMaxWebSocketMessageSize(maxMessageBytes())
                // Who does not read would otherwise have the kernel keep megabytes of what is sent to it.
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setWebSocketSubProtocols(List.of("seqway.v1.json"))
                .setHttp2ClearTextEnabled(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setMaxInitialLineLength(MAX_INITIAL_LINE)
                .setIdleTimeout(HTTP_IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private int maxMessageBytes() {
        int frame = options.limits().maxFrameBytes();
        return Math.max(4 * frame, options.limits().maxChunkBytes() + frame);
    }
}
