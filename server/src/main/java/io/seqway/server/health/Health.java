package io.seqway.server.health;

import io.seqway.gateway.SocketCounts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a node says of itself: {@code GET /health} answers as long as the process lives, {@code GET /health/ready} with
 * 200 if clients may be sent to this node and with 503 if not, {@code GET /health/sockets} by who is connected. Safe to
 * use from any thread.
 */
public final class Health {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private static final Set<String> READY = Set.of("ready", "degraded");

    private enum Phase {
        STARTING("starting"),
        SERVING("ready"),
        STOPPING("stopping");

        final String text;

        Phase(String text) {
            this.text = text;
        }
    }

    /** @param problem why it is down, or {@code null} while it is up */
    private record Part(String name, boolean needed, Supplier<String> problem) {}

    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private volatile IntSupplier sockets = () -> 0;
    private volatile Supplier<Future<SocketCounts>> counts = () -> Future.succeededFuture(new SocketCounts(0, 0, 0));
    private volatile Phase phase = Phase.STARTING;

    /**
     * A part without which the node serves nobody.
     *
     * @param problem gives one line that says why it is down, or {@code null} while it is up
     */
    public void needs(String name, Supplier<String> problem) {
        parts.add(new Part(name, true, problem));
    }

    /** As {@link #needs}, but without it the node is only degraded. */
    public void mayMiss(String name, Supplier<String> problem) {
        parts.add(new Part(name, false, problem));
    }

    /**
     * Who is connected to this node.
     *
     * @param connected how many connections there are
     * @param counted counts them; completes on any thread
     */
    public void sockets(IntSupplier connected, Supplier<Future<SocketCounts>> counted) {
        sockets = connected;
        counts = counted;
    }

    /** All parts have been started. */
    public void serving() {
        phase = Phase.SERVING;
    }

    /** No new clients from now on. */
    public void stopping() {
        phase = Phase.STOPPING;
    }

    /** Whether clients may be sent to this node. */
    public boolean isReady() {
        return READY.contains(readiness().getString("status"));
    }

    /** Adds the routes of health to a router. */
    public void mount(Router router) {
        router.get("/health").handler(this::alive);
        router.get("/health/ready").handler(this::ready);
        router.get("/health/sockets").handler(this::sockets);
    }

    private void alive(RoutingContext request) {
        Runtime runtime = Runtime.getRuntime();
        long uptimeMs = ManagementFactory.getRuntimeMXBean().getUptime();
        answer(
                request,
                OK,
                new JsonObject()
                        .put("status", "up")
                        .put("uptime", TimeUnit.MILLISECONDS.toSeconds(uptimeMs))
                        .put("connectedSockets", sockets.getAsInt())
                        .put(
                                "memory",
                                new JsonObject()
                                        .put("heapUsed", runtime.totalMemory() - runtime.freeMemory())
                                        .put("heapMax", runtime.maxMemory())));
    }

    private void sockets(RoutingContext request) {
        Context context = request.vertx().getOrCreateContext();
        counts.get()
                .onSuccess(counted -> context.runOnContext(v -> answer(
                        request,
                        OK,
                        new JsonObject()
                                .put("totalSockets", counted.sockets())
                                .put("totalUsers", counted.users())
                                .put("totalRooms", counted.rooms()))))
                .onFailure(request::fail);
    }

    private void ready(RoutingContext request) {
        JsonObject readiness = readiness();
        answer(request, READY.contains(readiness.getString("status")) ? OK : UNAVAILABLE, readiness);
    }

    /** What {@code /health/ready} says. */
    public JsonObject readiness() {
        JsonObject states = new JsonObject();
        JsonObject problems = new JsonObject();
        boolean ready = phase == Phase.SERVING;
        boolean degraded = false;
        String status = phase.text;
        for (Part part : parts) {
            String problem = part.problem().get();
            boolean up = problem == null;
            if (!up) {
                problems.put(part.name(), problem);
            }
            states.put(part.name(), up ? "up" : "down");
            if (!up && part.needed() && ready) {
                ready = false;
                status = "unavailable";
            }
            degraded |= !up;
        }
        if (ready && degraded) {
            status = "degraded";
        }
        JsonObject body = new JsonObject().put("status", status).put("parts", states);
        return problems.isEmpty() ? body : body.put("problems", problems);
    }

    private static void answer(RoutingContext request, int code, JsonObject body) {
        request.response()
                .setStatusCode(code)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
