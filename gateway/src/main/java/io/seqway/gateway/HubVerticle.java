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
import io.seqway.gateway.http.OneRequestAtATime;
import io.seqway.gateway.http.Routes;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.presence.PresenceLink;
import io.seqway.gateway.presence.UserConnections;
import io.seqway.gateway.room.Feed;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.session.Sessions;
import io.seqway.gateway.session.UserRates;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage.Surplus;
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
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private final GatewayOptions options;
    private final ClusterView view;
    private final Feed feed;
    private final Door door;
    private final UserRates users;
    private final PresenceClock clock;
    private final Keyring keyring;
    private final VerificationPool verifications;
    private final Api.Shared api;
    private final int index;
    private final Consumer<Router> managementRoutes;
    private EventLoop loop;
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
            int index,
            Consumer<Router> managementRoutes) {
        this.options = options;
        this.view = view;
        this.feed = feed;
        this.door = door;
        this.users = users;
        this.clock = clock;
        this.keyring = keyring;
        this.verifications = verifications;
        this.api = api;
        this.index = index;
        this.managementRoutes = managementRoutes;
    }

    @Override
    public Future<?> start() {
        presence = new PresenceLink(vertx, view, view.self() + '/' + index);
        loop = EventLoop.of(context);
        Tokens tokens = new Tokens(keyring, verifications, loop);
        StoreLink link = StoreLink.over(vertx.eventBus(), view);
        hub = new Hub(index, loop, view.self(), feed, link, presence::changed);
        feed.add(hub);
        hub.start();
        view.onChange(() -> loop.run(hub::membersChanged));
        RoomAccess access = new RoomAccess(options.openRooms());
        Commands commands = new Commands(hub, presence, tokens, options.limits(), access, loop);
        connections =
                new UserConnections(options.connections(), view.self(), index, loop, clock::at, presence::connected);
        sessions = new Sessions(commands, options.limits(), users, connections, view.self(), loop);
        loop.every(SWEEP_MS, sessions::expire);
        feed.whenCutOff(() -> loop.run(() -> sessions.drain(CUT_OFF_DRAIN_MS)));
        loop.every(PresenceLink.REFRESH_MS, presence::refresh);
        loop.every(UserConnections.REFRESH_MS, connections::refresh);
        Handler<HttpServerRequest> routes = Routes.create(vertx, options, door, tokens, newcomers(), router -> {
            new Api(vertx, api, hub, presence, tokens, options.limits(), access).mount(router);
            managementRoutes.accept(router);
        });
        server = vertx.createHttpServer(httpOptions())
                .connectionHandler(OneRequestAtATime::guard)
                .requestHandler(routes);
        return server.listen(options.port(), options.host());
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

    private <T> Future<T> onLoop(Supplier<T> task) {
        Promise<T> promise = Promise.promise();
        loop.run(() -> promise.complete(task.get()));
        return promise.future();
    }

    /** Presence has found some connections of this hub to be too many; from any thread, once the verticle is deployed. */
    void surplus(Surplus surplus) {
        loop.run(() -> connections.surplus(surplus));
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
                .setMaxWebSocketFrameSize(4 * options.limits().maxFrameBytes())
                .setMaxWebSocketMessageSize(4 * options.limits().maxFrameBytes())
                // Who does not read would otherwise have the kernel keep megabytes of what is sent to it.
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setWebSocketSubProtocols(List.of("seqway.v1.json"))
                .setHttp2ClearTextEnabled(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setMaxInitialLineLength(MAX_INITIAL_LINE)
                .setIdleTimeout(HTTP_IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
