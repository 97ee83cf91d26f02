package io.seqway.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A client of Seqway: one connection after another, and all that has to outlive each of them. Its methods may be called by any
 * thread; everything is done on the context that it was made on, and handlers are called there.
 */
public final class Seqway extends ClientEvents {
    private final Client client;

    Seqway(SeqwayOptions options, Executor context, Clock clock, Transport transport) {
        client = new Client(options, context, clock, transport, this);
    }

    /**
     * Makes a client, which connects at once unless the options say otherwise.
     *
     * @throws NullPointerException if one of the two is null
     */
    public static Seqway create(Vertx vertx, SeqwayOptions options) {
        Objects.requireNonNull(vertx, "vertx");
        SeqwayOptions own = new SeqwayOptions(Objects.requireNonNull(options, "options"));
        Context context = vertx.getOrCreateContext();
        Executor onContext = act -> {
            if (Vertx.currentContext() == context) {
                act.run();
            } else {
                context.runOnContext(v -> act.run());
            }
        };
        Seqway seqway = new Seqway(own, onContext, new VertxClock(vertx), new VertxTransport(vertx, own));
        if (own.autoConnect) {
            // a moment later, so that handlers which are added on this context hear of it from the beginning
            context.runOnContext(v -> seqway.connect());
        }
        return seqway;
    }

    /** Where the connection stands. */
    public State state() {
        return client.connection().state();
    }

    /** Who the server says this is; null before the first connection, unless the options said it. */
    public String userId() {
        return client.userId();
    }

    /** The server's name for the last connection; null before the first. */
    public String sessionId() {
        return client.connection().sessionId();
    }

    /** Connects if the state is CLOSED or ERROR. */
    public void connect() {
        client.run(() -> client.connection().connect());
    }

    /**
     * Ends the connection, and everything that would happen by itself later. It does not come back; what was not sent stays in
     * the outbox, for {@link #connect()}. A store is left open: whoever made it closes it.
     */
    public Future<Void> close() {
        return client.call(() -> {
            client.close();
            return Future.succeededFuture();
        });
    }

    /** Tries now instead of when the wait is over; also when the state is ERROR. Not after {@link #close()}. */
    public void retryNow() {
        client.run(() -> client.connection().retryNow());
    }

    /**
     * The room of this name. The same object each time, until it is left. Nothing is heard of it before {@link Room#join()}.
     */
    public Room room(String id) {
        return client.rooms().of(Objects.requireNonNull(id, "id"));
    }

    /** Asks for the caller's own rooms. */
    public Future<List<RoomInfo>> rooms() {
        return client.call(client::list);
    }

    /** The stream of this name, from its beginning. */
    public Stream stream(String id) {
        return stream(id, new StreamOptions());
    }

    /** The stream of this name, from its beginning. The options count the first time. */
    public Stream stream(String id, StreamOptions options) {
        return client.streams().of(Objects.requireNonNull(id, "id"), Objects.requireNonNull(options, "options"));
    }

    /** How far each room was given to the handlers: for {@link SeqwayOptions#setPositions} of the next run. */
    public Map<String, Position> positions() {
        return client.rooms().positions();
    }

    /** What was counted, as of now. */
    public Metrics getMetrics() {
        Connection connection = client.connection();
        Counts counts = client.counts();
        long now = client.clock().now();
        List<Item> items = client.outbox().items();
        long connectedAt = connection.connectedAt();
        return new Metrics(
                connection.state(),
                client.options().url,
                Math.max(0, connection.connects() - 1),
                items.size(),
                items.isEmpty() ? 0 : now - items.get(0).time,
                connectedAt == 0 ? 0 : now - connectedAt,
                counts.gaps,
                counts.duplicates,
                counts.resumes,
                connection.roundTripMs(),
                counts.lastError);
    }
}
