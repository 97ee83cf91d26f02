package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The parts of a client, and who of them hears what. Everything but the asking is done on one context. */
final class Client implements Connection.Listener {
    private static final System.Logger LOG = System.getLogger(Seqway.class.getName());

    private final SeqwayOptions options;
    private final Executor context;
    private final Clock clock;
    private final ClientEvents events;
    private final Counts counts = new Counts();
    private final MessageIds ids;
    private final Connection connection;
    private final Requests requests;
    private final Rooms rooms;
    private final Outbox outbox;
    private final Streams streams;
    private volatile String userId;

    /** @param context runs at once what comes from its own context, and in order what comes from elsewhere */
    Client(SeqwayOptions options, Executor context, Clock clock, Transport transport, ClientEvents events) {
        this.options = options;
        this.context = context;
        this.clock = clock;
        this.events = events;
        this.ids = new MessageIds(clock);
        this.connection = new Connection(options, context, clock, transport, this);
        this.requests = new Requests(connection, clock);
        this.rooms = new Rooms(this);
        OutboxStore store = options.outboxStore == null ? OutboxStore.memory() : options.outboxStore;
        this.outbox = new Outbox(this, new Keeping(this, store));
        this.streams = new Streams(this);
        if (options.userId != null) {
            run(() -> is(options.userId));
        }
    }

    /** Does it on the context: at once if this is it. */
    void run(Runnable act) {
        context.execute(act);
    }

    <T> Future<T> call(Supplier<Future<T>> act) {
        Promise<T> outcome = Promise.promise();
        run(() -> {
            try {
                act.get().onComplete(outcome);
            } catch (RuntimeException e) {
                outcome.tryFail(e);
            }
        });
        return outcome.future();
    }

    /** Something that is not answered. */
    void send(JsonObject frame) {
        try {
            connection.send(frame, (String) null);
        } catch (SeqwayError e) {
            failed(e);
        }
    }

    void close() {
        connection.close();
        lost(); // whatever has begun since the connection was lost
        requests.end();
    }

    Future<List<RoomInfo>> list() {
        return page(new ArrayList<>(), null).onSuccess(all -> {
            all.forEach(info -> rooms.added(rooms.known(info.room())));
            events.rooms.emit(all);
        });
    }

    SeqwayOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    ClientEvents events() {
        return events;
    }

    Counts counts() {
        return counts;
    }

    MessageIds ids() {
        return ids;
    }

    Connection connection() {
        return connection;
    }

    Requests requests() {
        return requests;
    }

    Rooms rooms() {
        return rooms;
    }

    Outbox outbox() {
        return outbox;
    }

    Streams streams() {
        return streams;
    }

    String userId() {
        return userId;
    }

    boolean connected() {
        return connection.state() == State.CONNECTED;
    }

    Limits limits() {
        return connection.limits();
    }

    Backoff backoff() {
        return connection.backoff();
    }

    @Override
    public void moved(Event.StateChange change) {
        LOG.log(System.Logger.Level.DEBUG, "{0}", change);
        events.state.emit(change);
    }

    @Override
    public void failed(SeqwayError error) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", error.kind(), error.getMessage());
        counts.lastError = error;
        events.error.emit(error);
    }

    /** The order is part of what is promised: the rooms, what waits, the list. */
    @Override
    public void opened(String user) {
        List<Runnable> steps = List.of(
                () -> is(user), rooms::opened, outbox::open, requests::opened, streams::opened, () -> list().onFailure(
                                e -> {})); // a server without them says so to whoever asks
        for (Runnable step : steps) {
            if (connected()) { // or closed by a handler
                step.run();
            }
        }
    }

    @Override
    public void lost() {
        requests.lost();
        outbox.close();
        rooms.lost();
        streams.lost();
    }

    @Override
    public List<String> pinged() {
        return rooms.pinged();
    }

    @Override
    public void frame(JsonObject frame) {
        try {
            hear(frame);
        } catch (RuntimeException e) {
            // of the server's making: what it should have said is missing now, which a hole shows
            LOG.log(System.Logger.Level.WARNING, "a frame cannot be read", e);
            failed(SeqwayError.told("bad-frame", "The server said something that cannot be read."));
        }
    }

    private void hear(JsonObject frame) {
        String type = frame.getString("type");
        Room room = rooms.known(Fields.text(frame, "room"));
        SeqwayError error = type.equals("error") ? SeqwayError.told(frame) : null;
        if (requests.answered(frame, error)) {
            return;
        }
        if (type.equals("pong")) {
            rooms.ponged(frame);
        } else if (error != null) {
            if (!Requests.UNANSWERED.equals(frame.getValue("id"))) {
                failed(error);
            }
        } else if (room != null && !room.gone && !type.equals("added")) {
            if (type.equals("removed")) {
                rooms.removed(room, Fields.text(frame, "reason"));
            } else {
                room.log().hear(type, frame);
            }
        } else {
            tell(type, frame, room);
        }
    }

    private void tell(String type, JsonObject frame, Room room) {
        String name = Fields.text(frame, "room");
        switch (type) {
            case "added" -> {
                rooms.added(room);
                events.added.emit(new Event.Added(name, Fields.text(frame, "role")));
            }
            case "removed" -> events.removed.emit(new Event.Removed(name, Fields.text(frame, "reason")));
            case "lagging" -> {
                List<String> names = Fields.texts(frame, "rooms");
                boolean begins = "begin".equals(frame.getValue("state"));
                if (begins) {
                    names.stream()
                            .map(rooms::known)
                            .filter(known -> known != null)
                            .forEach(known -> known.timeline().forgetPendings());
                }
                events.lagging.emit(new Event.Lagging(names, begins));
            }
            case "duplicate-connection" ->
                events.duplicateConnection.emit(
                        new Event.DuplicateConnection(Fields.text(frame, "policy"), Fields.text(frame, "reason")));
            default -> {} // of a later version
        }
    }

    private void is(String user) {
        if (user == null || user.equals(userId)) {
            return;
        }
        boolean another = userId != null;
        userId = user;
        if (another) {
            outbox.clear();
            streams.clear();
            rooms.forget();
        }
        outbox.belongsTo(options.url + " " + user);
    }

    private Future<List<RoomInfo>> page(List<RoomInfo> before, String cursor) {
        JsonObject frame = new JsonObject().put("type", "rooms");
        return requests.call(cursor == null ? frame : frame.put("cursor", cursor))
                .compose(answer -> {
                    Fields.objects(answer, "rooms").stream().map(RoomInfo::of).forEach(before::add);
                    String next = Fields.text(answer, "cursor");
                    return next == null ? Future.succeededFuture(List.copyOf(before)) : page(before, next);
                });
    }
}
