package io.seqway.gateway;

import io.seqway.gateway.auth.Keyring;
import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.UnusableKeysException;
import io.seqway.gateway.auth.VerificationPool;
import io.seqway.gateway.room.Feed;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The gateway of a node: one feed that hears what the message stores append, and a hub with its HTTP server on each event
 * loop.
 */
public final class GatewayVerticle extends VerticleBase {
    private final GatewayOptions options;
    private final ClusterView view;
    private final Consumer<Router> managementRoutes;
    private final List<HubVerticle> hubs = new ArrayList<>();
    private MessageConsumer<BusMessage> consumer;
    private volatile Keyring keyring;

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
        consumer = vertx.eventBus().consumer(Addresses.gateway(view.self()), message -> feed.handle(message.body()));
        VerificationPool pool = new VerificationPool(vertx);
        return consumer.completion()
                .compose(registered -> Keyring.open(vertx, options.tokens()))
                .compose(opened -> {
                    keyring = opened;
                    return deployHubs(feed, pool);
                });
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

    /** The port that is listened on, once the verticle is deployed; safe to call from any thread. */
    public int actualPort() {
        return hubs.get(0).port();
    }

    private Future<?> deployHubs(Feed feed, VerificationPool pool) {
        Future<?> deployed = Future.succeededFuture();
        for (int i = 0; i < options.instances(); i++) {
            HubVerticle hub = new HubVerticle(options, view, feed, keyring, pool, i, managementRoutes);
            hubs.add(hub);
            deployed = deployed.compose(before -> vertx.deployVerticle(hub, new DeploymentOptions()));
        }
        return deployed;
    }
}
