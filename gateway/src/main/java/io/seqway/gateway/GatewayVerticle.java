package io.seqway.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.seqway.gateway.api.AdminApi;
import io.seqway.gateway.api.Api;
import io.seqway.gateway.api.ApiDocument;
import io.seqway.gateway.api.Disconnections;
import io.seqway.gateway.api.RequestRates;
import io.seqway.gateway.api.Survey;
import io.seqway.gateway.auth.Keyring;
import io.seqway.gateway.auth.Tokens;
import io.seqway.gateway.auth.UnusableKeysException;
import io.seqway.gateway.auth.VerificationPool;
import io.seqway.gateway.door.Door;
import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.presence.PresenceClock;
import io.seqway.gateway.room.Feed;
import io.seqway.gateway.session.UserRates;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage.AskUser;
import io.seqway.protocol.bus.NodeMessage.ConnectionReport;
import io.seqway.protocol.bus.NodeMessage.Disconnect;
import io.seqway.protocol.bus.NodeMessage.Disconnected;
import io.seqway.protocol.bus.NodeMessage.UserReport;
import io.seqway.protocol.bus.PresenceMessage.SaidAgain;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The gateway of a node: one feed that hears what the message stores append, and a hub with its HTTP server on each event
 * loop.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final long FORGET_MS = 1_000;
    private static final long FORGET_REQUESTS_MS = 5_000;

    private final GatewayOptions options;
    private final ClusterView view;
    private final GatewayMetrics metrics;
    private final BiConsumer<Router, EventLoop> managementRoutes;
    /** Those that run. */
    private final List<HubVerticle> hubs = new CopyOnWriteArrayList<>();

    private MessageConsumer<BusMessage> consumer;
    private volatile UserRates users;
    private volatile RequestRates rates;
    private volatile Keyring keyring;
    private volatile VerificationPool pool;
    private volatile Api.Shared api;
    private volatile Census census;

    /**
     * @param registry where it counts what it does
     * @param managementRoutes adds routes to the router of each event loop, with that loop
     */
    public GatewayVerticle(
            GatewayOptions options,
            ClusterView view,
            MeterRegistry registry,
            BiConsumer<Router, EventLoop> managementRoutes) {
        this.options = options;
        this.view = view;
        this.metrics = new GatewayMetrics(registry);
        Gauge.builder("seqway.connections", hubs, all -> all.stream()
                        .mapToInt(HubVerticle::sockets)
                        .sum())
                .description("Connections that there are now")
                .register(registry);
        this.managementRoutes = managementRoutes;
    }

    @Override
    public Future<?> start() {
        EventLoop loop = EventLoop.of(context);
        Feed feed = new Feed(loop, view.self(), StoreLink.over(vertx.eventBus(), view), metrics);
        feed.start();
        view.onChange(() -> loop.run(feed::membersChanged));
        loop.run(feed::membersChanged); // who has come since it looked
        consumer = vertx.eventBus().consumer(Addresses.gateway(view.self()), message -> handle(feed, message));
        Door door = new Door(options.door());
        users = new UserRates(options.limits(), options.users());
        loop.every(FORGET_MS, () -> users.forget(System.nanoTime()));
        PresenceClock clock = new PresenceClock();
        clock.ask(vertx, view);
        loop.every(PresenceClock.ASK_MS, () -> clock.ask(vertx, view));
        pool = new VerificationPool(vertx);
        census = new Census(loop, hubs);
        rates = new RequestRates(options.limits());
        loop.every(FORGET_REQUESTS_MS, rates::forget);
        Future<ApiDocument> document = ApiDocument.read(vertx);
        return consumer.completion()
                .compose(registered -> Keyring.open(vertx, options.tokens()))
                .onSuccess(opened -> keyring = opened)
                .compose(opened -> document)
                .onSuccess(read -> api =
                        new Api.Shared(read, rates, new Disconnections(vertx.eventBus(), view), metrics.refusals()))
                .compose(read -> deployHubs(feed, door, clock));
    }

    /**
     * Believes other tokens, and serves by other limits and origins, once all keys were read; connections that are there
     * stay, with the limits that they were told. Fails with an {@link UnusableKeysException}, and goes on as before, if
     * some keys cannot be read. From any thread, once the verticle is deployed.
     *
     * @param changed of which nothing else is looked at
     */
    public Future<Void> adopt(GatewayOptions changed) {
        return keyring.replace(changed.tokens()).onSuccess(replaced -> {
            users.adopt(changed.limits(), changed.users());
            rates.adopt(changed.limits());
            hubs.forEach(hub -> hub.adopt(changed));
        });
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
        } else if (message.body() instanceof AskUser asked) {
            reports(asked.user())
                    .onSuccess(found -> message.reply(new UserReport(view.self(), found), BusCodec.OPTIONS));
        } else if (message.body() instanceof Surplus surplus) {
            if (surplus.hub() < hubs.size()) {
                hubs.get(surplus.hub()).surplus(surplus);
            }
        } else if (message.body() instanceof SayAgain again) {
            Future.join(hubs.stream().map(hub -> hub.again(again)).toList())
                    .onSuccess(said -> message.reply(new SaidAgain(), BusCodec.OPTIONS));
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

    private Future<List<ConnectionReport>> reports(String user) {
        List<Future<List<ConnectionReport>>> all =
                hubs.stream().map(hub -> hub.reports(user)).toList();
        return Future.all(all)
                .map(done -> all.stream().flatMap(its -> its.result().stream()).toList());
    }

    /** What this node does as a gateway, for those who look after it; from any thread, once the verticle is deployed. */
    public Future<JsonObject> state() {
        List<Future<JsonObject>> all = hubs.stream().map(HubVerticle::state).toList();
        return Future.all(all).compose(done -> count().map(counts -> new JsonObject()
                .put("sockets", counts.sockets())
                .put("users", counts.users())
                .put("rooms", counts.rooms())
                .put("loops", new JsonArray(all.stream().map(Future::result).toList()))));
    }

    /**
     * Adds what only those who look after the nodes may ask, each with the token of a service.
     *
     * @param loop on which it is asked
     * @param node tells the whole state of the node
     */
    public void mountAdmin(Router router, EventLoop loop, Supplier<Future<JsonObject>> node) {
        new AdminApi(vertx, api, new Survey(vertx.eventBus(), view), new Tokens(keyring, pool, loop), options, node)
                .mount(router);
    }

    private Future<?> deployHubs(Feed feed, Door door, PresenceClock clock) {
        Future<?> deployed = Future.succeededFuture();
        for (int i = 0; i < options.instances(); i++) {
            HubVerticle hub = new HubVerticle(
                    options, view, feed, door, users, clock, keyring, pool, api, metrics, i, managementRoutes);
            deployed = deployed.compose(before -> vertx.deployVerticle(hub, new DeploymentOptions()))
                    .onSuccess(id -> hubs.add(hub));
        }
        return deployed;
    }
}
