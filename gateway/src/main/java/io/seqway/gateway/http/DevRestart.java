package io.seqway.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /api/dev/restart}: sends all clients away, as a node does before it is restarted, so that somebody can see
 * what becomes of them. Development only.
 */
public final class DevRestart {
    static final String PATH = "/api/dev/restart";
    private static final String ADDRESS = "seqway.gateway.dev-restart";

    private DevRestart() {}

    /** @param sendAway is run for each request, in the context that this is called in */
    public static void listen(EventBus bus, Runnable sendAway) {
        bus.localConsumer(ADDRESS, message -> sendAway.run());
    }

    static Handler<RoutingContext> route(EventBus bus) {
        DeliveryOptions toThisNode = new DeliveryOptions().setLocalOnly(true);
        return context -> {
            bus.publish(ADDRESS, "", toThisNode);
            context.response().setStatusCode(204).end();
        };
    }
}
