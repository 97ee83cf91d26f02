package io.seqway.gateway;

import io.seqway.gateway.api.Api;
import io.seqway.gateway.api.ApiDocument;
import io.seqway.gateway.api.Disconnections;
import io.seqway.gateway.api.RequestRates;
import io.seqway.gateway.auth.Keyring;
import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.UnusableKeysException;
import io.seqway.gateway.auth.VerificationPool;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.room.Feed;
import io.seqway.gateway.session.UserRates;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Disconnect;
import io.seqway.protocol.bus.BusMessage.Disconnected;
import io.seqway.protocol.bus.BusMessage.Surplus;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The gateway of a node: one feed that hears what the message stores append, and a hub with its HTTP server on each event
 * loop.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final long FORGET_MS = 1_000;
    private static final long FORGET_REQUESTS_MS = 5_000;

    private final GatewayOptions options;
    private final ClusterView view;
    private final Consumer<Router> managementRoutes;
    /** Those that run. */
    private final List<HubVerticle> hubs = new CopyOnWriteArrayList<>();

    private MessageConsumer<BusMessage> consumer;
    private volatile Keyring keyring;
    private volatile Census census;

    /** @param managementRoutes adds routes to the router of each event loop */
    public GatewayVerticle(GatewayOptions options, ClusterView view, Consumer<Router> managementRoutes) {
        this.options = options;
        this.view = view;
        this.managementRoutes = managementRoutes;
    }

    @Override
    public Future<?> start() {
        EventLoop loop = EventLoop.of(context);
        Feed feed = new Feed(loop, view.self(), StoreLink.over(vertx.eventBus(), view));
        feed.start();
        view.onChange(() -> loop.run(feed::membersChanged));
        consumer = vertx.eventBus().consumer(Addresses.gateway(view.self()), message -> handle(feed, message));
        Door door = new Door(options.door());
        UserRates users = new UserRates(options.limits(), options.users());
        loop.every(FORGET_MS, () -> users.forget(System.nanoTime()));
        PresenceClock clock = new PresenceClock();
        clock.ask(vertx, view);
        loop.every(PresenceClock.ASK_MS, () -> clock.ask(vertx, view));
        VerificationPool pool = new VerificationPool(vertx);
        census = new Census(loop, hubs);
        RequestRates rates = new RequestRates(options.limits());
        loop.every(FORGET_REQUESTS_MS, rates::forget);
        Future<ApiDocument> document = ApiDocument.read(vertx);
        return consumer.completion()
                .compose(registered -> Keyring.open(vertx, options.tokens()))
                .onSuccess(opened -> keyring = opened)
                .compose(opened -> document)
                .compose(read -> deployHubs(
                        feed,
                        door,
                        users,
                        clock,
                        pool,
                        new Api.Shared(read, rates, new Disconnections(vertx.eventBus(), view))));
    }

    /**
     * Believes other tokens from now on, once all their keys were read; connections that are there stay. Fails with an
     * {@link UnusableKeysException}, and goes on as before, if some cannot be read. From any thread, once the verticle is
     * deployed.
     */
    public Future<Void> believe(TokenOptions tokens) {
        return keyring.replace(tokens);
    }

    /** What keeps tokens from being checked, in one line, or {@code null}; once deployed, safe to call from any thread. */
    public String problem() {
        return keyring.problem();
    }

    /** How many connections there are; from any thread. */
    public int sockets() {
        return hubs.stream().mapToInt(HubVerticle::sockets).sum();
    }

    /** Who is connected, not older than a second; from any thread, and completes on any. */
    public Future<SocketCounts> count() {
        return census.take();
    }

    /** The port that is listened on, once the verticle is deployed; safe to call from any thread. */
    public int actualPort() {
        return hubs.get(0).port();
    }

    private void handle(Feed feed, Message<BusMessage> message) {
        if (message.body() instanceof Disconnect disconnect) {
            disconnect(disconnect).onSuccess(closed -> message.reply(new Disconnected(closed), BusCodec.OPTIONS));
        } else if (message.body() instanceof Surplus surplus) {
            if (surplus.hub() < hubs.size()) {
                hubs.get(surplus.hub()).surplus(surplus);
            }
        } else {
            feed.handle(message.body());
        }
    }

    /** Closes the connections of a user on this node: how many there were. */
    private Future<Integer> disconnect(Disconnect asked) {
        Future<Integer> closed = Future.succeededFuture(0);
        for (HubVerticle hub : hubs) {
            closed = closed.compose(
                    sum -> hub.disconnect(asked.user(), asked.reason()).map(more -> sum + more));
        }
        return closed;
    }

    private Future<?> deployHubs(
            Feed feed, Door door, UserRates users, PresenceClock clock, VerificationPool pool, Api.Shared api) {
        Future<?> deployed = Future.succeededFuture();
        for (int i = 0; i < options.instances(); i++) {
            HubVerticle hub =
                    new HubVerticle(options, view, feed, door, users, clock, keyring, pool, api, i, managementRoutes);
            deployed = deployed.compose(before -> vertx.deployVerticle(hub, new DeploymentOptions()))
                    .onSuccess(id -> hubs.add(hub));
        }
        return deployed;
    }
}
