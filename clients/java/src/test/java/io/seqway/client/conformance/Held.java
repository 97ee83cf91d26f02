package io.seqway.client.conformance;

import io.seqway.client.Event;
import io.seqway.client.Message;
import io.seqway.client.Position;
import io.seqway.client.Room;
import io.seqway.client.RoomOptions;
import io.seqway.client.SendOptions;
import io.seqway.client.Seqway;
import io.seqway.client.SeqwayError;
import io.seqway.client.SeqwayOptions;
import io.seqway.client.Stream;
import io.seqway.client.StreamOptions;
import io.seqway.client.StreamStatus;
import io.seqway.client.Unauthorized;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One client under test. */
final class Held {
    private final String name;
    private final Vertx vertx;
    private final Consumer<JsonObject> out;
    private final Set<Room> rooms = new HashSet<>();
    private final Map<String, Message> messages = new HashMap<>();
    /** Held here, since the client forgets the name of one that is over. */
    private final Map<String, Stream> streams = new HashMap<>();

    private final Map<Integer, Promise<String>> asks = new HashMap<>();
    private final KeptOutbox outbox = new KeptOutbox();
    private Map<String, Position> positions = Map.of();
    private JsonObject opening;
    private Seqway client;

    Held(String name, Vertx vertx, Consumer<JsonObject> out) {
        this.name = name;
        this.vertx = vertx;
        this.out = out;
    }

    String name() {
        return name;
    }

    Future<Object> obey(String what, JsonObject command) {
        return switch (what) {
            case "open" -> done(() -> open(command));
            case "room" -> done(() -> join(command));
            case "send" -> send(command);
            case "edit" ->
                done(() -> follow(ref(command), room(command).edit(target(command), command.getValue("body"))));
            case "delete" -> done(() -> follow(ref(command), room(command).delete(target(command))));
            case "retry" ->
                done(() -> follow(
                        command.getString("as"), messages.get(ref(command)).retry()));
            case "cancel" -> messages.get(ref(command)).cancel().map(may -> may);
            case "status" ->
                Future.succeededFuture(messages.get(ref(command)).status().toString());
            case "list" ->
                Future.succeededFuture(new JsonArray(
                        room(command).messages().stream().map(Said::of).toList()));
            case "history" -> history(command);
            case "markRead" -> done(() -> markRead(command));
            case "leave" -> done(() -> leave(room(command)));
            case "append" -> append(command);
            case "finish" ->
                done(() -> follow(
                        ref(command),
                        stream(command, new StreamOptions()).finish().map(0L)));
            case "streamStatus" -> streamStatus(command);
            case "token" -> done(() -> token(command));
            case "connect" -> done(() -> client.connect());
            case "close", "end" ->
                client == null ? done(() -> {}) : client.close().map(v -> null);
            case "retryNow" -> done(() -> client.retryNow());
            case "reload" -> done(this::reload);
            default -> Future.failedFuture("no such command: " + what);
        };
    }

    private void open(JsonObject command) {
        opening = command;
        JsonObject given = command.getJsonObject("options", new JsonObject());
        SeqwayOptions options = new SeqwayOptions(command.getString("url"))
                .setGetToken(request -> ask())
                .setPositions(positions)
                .setOutboxStore(outbox);
        for (String option : given.fieldNames()) {
            long value = given.getLong(option);
            switch (option) {
                case "baseDelayMs" -> options.setBaseDelayMs(value);
                case "maxDelayMs" -> options.setMaxDelayMs(value);
                case "connectTimeoutMs" -> options.setConnectTimeoutMs(value);
                case "maxAttempts" -> options.setMaxAttempts((int) value);
                case "maxQueued" -> options.setMaxQueued((int) value);
                default -> throw new IllegalArgumentException("no such option: " + option);
            }
        }
        client = Seqway.create(vertx, options);
        client.onState(this::state);
        client.onSynced(
                e -> say("synced", new JsonObject().put("room", e.room()).put("count", e.count())));
        client.onRemoved(e -> say("removed", new JsonObject().put("room", e.room())));
        client.onError(e -> say("error", Said.of(e)));
    }

    private Future<String> ask() {
        Promise<String> answer = Promise.promise();
        int n = asks.size() + 1;
        asks.put(n, answer);
        say("token", new JsonObject().put("n", n));
        return answer.future();
    }

    private void token(JsonObject command) {
        Promise<String> ask = asks.get(command.getInteger("n"));
        if (command.containsKey("token")) {
            ask.complete(command.getString("token"));
        } else if (command.containsKey("unauthorized")) {
            ask.fail(new Unauthorized("sign in"));
        } else {
            ask.fail("no answer");
        }
    }

    private void state(Event.StateChange change) {
        say(
                "state",
                new JsonObject()
                        .put("from", change.from().toString())
                        .put("to", change.to().toString())
                        .put("attempt", change.attempt())
                        .put("nextRetryMs", change.nextRetryMs())
                        .put("code", Said.code(change.code()))
                        .put("reason", change.reason()));
    }

    private void join(JsonObject command) {
        Room room = room(command);
        if (!rooms.add(room)) {
            return;
        }
        room.onMessage(message -> tell("message", room, message));
        room.onEdit(message -> tell("edit", room, message));
        room.onDelete(message -> tell("delete", room, message));
        room.onReset(e -> say("reset", new JsonObject().put("room", room.id())));
        room.onReceipt(cursor -> say(
                "receipt",
                new JsonObject()
                        .put("room", room.id())
                        .put("userId", cursor.userId())
                        .put("delivered", cursor.delivered())
                        .put("read", cursor.read())));
        Long lastSeq = command.getLong("lastSeq");
        Position from = lastSeq == null ? null : new Position(lastSeq, command.getString("epoch"));
        room.join(new RoomOptions(from, command.getInteger("tail"), true, 500));
    }

    private void tell(String event, Room room, Message message) {
        say(event, Said.of(message).put("room", room.id()));
    }

    private Future<Object> send(JsonObject command) {
        Message message = room(command).post(command.getValue("body"), new SendOptions());
        if (message.stored().failed() && message.error().code().equals("queue-full")) {
            return Future.failedFuture(message.error());
        }
        messages.put(ref(command), message);
        follow(ref(command), message.stored());
        return Future.succeededFuture();
    }

    private void follow(String ref, Future<Long> outcome) {
        outcome.onSuccess(seq -> say("sent", new JsonObject().put("ref", ref).put("seq", seq)))
                .onFailure(e -> say("failed", Said.of((SeqwayError) e).put("ref", ref)));
    }

    private Future<Object> history(JsonObject command) {
        return room(command)
                .history(command.getLong("before"), command.getLong("after"), command.getInteger("limit"))
                .map(page -> new JsonObject()
                        .put("seqs", page.messages().stream().map(Message::seq).toList())
                        .put("more", page.more()));
    }

    private void markRead(JsonObject command) {
        if (command.containsKey("seq")) {
            room(command).markRead(command.getLong("seq"));
        } else {
            room(command).markRead();
        }
    }

    private void leave(Room room) {
        rooms.remove(room);
        room.leave();
    }

    private Future<Object> append(JsonObject command) {
        int chunkBytes = command.getInteger("chunkBytes", new StreamOptions().chunkBytes());
        return stream(command, new StreamOptions(null, null, chunkBytes))
                .append(Buffer.buffer(command.getString("data")))
                .map(v -> null);
    }

    private Future<Object> streamStatus(JsonObject command) {
        StreamStatus status = stream(command, new StreamOptions()).status();
        return Future.succeededFuture(new JsonObject()
                .put("pending", status.pending())
                .put("oldest", status.oldest())
                .put("attempts", status.attempts()));
    }

    /** As when the program is started again: only what was kept is there. */
    private void reload() {
        positions = client.positions();
        client.close();
        rooms.clear();
        streams.clear();
        open(opening);
    }

    private Room room(JsonObject command) {
        return client.room(command.getString("room"));
    }

    private Stream stream(JsonObject command, StreamOptions options) {
        return streams.computeIfAbsent(command.getString("stream"), id -> client.stream(id, options));
    }

    private static String ref(JsonObject command) {
        return command.getString("ref");
    }

    private static long target(JsonObject command) {
        return command.getLong("target");
    }

    private void say(String event, JsonObject fields) {
        out.accept(fields.put("client", name).put("event", event));
    }

    private static Future<Object> done(Runnable act) {
        act.run();
        return Future.succeededFuture();
    }
}
