package io.seqway.verification.simulation;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client as the protocol wants it: a cursor for each room, and the same clientMsgId until a message has its answer. */
final class SimulatedClient {
    /** How a clientMsgId begins that a wrong client gives to two messages. */
    static final String DISPUTED = "x";

    private static final int PATIENCE_MS = 15_000;

    private static final Set<String> FINAL = Set.of(
            ErrorCode.ID_CONFLICT.text(),
            ErrorCode.INTERNAL.text(),
            ErrorCode.FORBIDDEN.text(),
            ErrorCode.TARGET_NOT_FOUND.text());

    private final String user;
    private final World world;
    private final Cluster cluster;
    private final Author author;
    private final Map<String, Long> seqs = new LinkedHashMap<>();
    private final Map<String, Long> resets = new HashMap<>();
    private final List<Outgoing> messages = new ArrayList<>();
    private final Set<String> joined = new HashSet<>();
    private final Screen screen;
    private final Wall wall;
    private Connection connection;
    private int connections;
    private String epoch;
    private boolean gone;

    SimulatedClient(String user, List<String> rooms, World world, Cluster cluster) {
        this.user = user;
        this.world = world;
        this.cluster = cluster;
        this.author = new Author(user, null, null);
        this.screen = new Screen(user, world);
        this.wall = new Wall();
        rooms.forEach(room -> seqs.put(room, 0L));
    }

    /** It has had entries of a room before. */
    void begin(String room, long seq) {
        seqs.put(room, seq);
    }

    String user() {
        return user;
    }

    List<String> rooms() {
        return List.copyOf(seqs.keySet());
    }

    /** The last seq that it has of a room. */
    long seq(String room) {
        return seqs.get(room);
    }

    /** The rooms that it is in, on the connection that it has now. */
    Set<String> joined() {
        return joined;
    }

    /** What it shows before it is stored. */
    Screen screen() {
        return screen;
    }

    /** What it shows of the messages that are stored. */
    Wall wall() {
        return wall;
    }

    /** The seqs of its messages in a room that it knows to be stored. */
    List<Long> stored(String room) {
        return messages.stream()
                .filter(message -> message.isMessage() && message.isAcked())
                .filter(message -> message.room().equals(room))
                .map(Outgoing::seq)
                .toList();
    }

    /** Names the connection that it has now among all it ever had. */
    int connections() {
        return connections;
    }

    /** Everything it ever wanted to say, in order. */
    List<Outgoing> messages() {
        return messages;
    }

    /** Connects to some gateway, goes on where it was in each room, and sends again what has no answer. */
    void connect() {
        if (gone) {
            return;
        }
        GatewayNode gateway = cluster.gateway();
        if (gateway == null) {
            world.clock().after(world.between(100, 500), this::connect);
            return;
        }
        int number = ++connections;
        connection = new Connection(user, world, gateway, frame -> received(number, frame));
        world.trace().say("%s connects to %s", user, gateway.id());
        gateway.onceCrashed(() -> world.clock().after(world.between(0, 1_000), () -> lose(number)));
        seqs.keySet().forEach(this::join);
        messages.stream().filter(message -> !message.isEnded()).forEach(this::transmit);
    }

    /** The connection breaks; the client comes back a little later. */
    void disconnect() {
        lose(connections);
    }

    /** The client goes away for good: nothing that it said is sent again by it, and it sees nothing more. */
    void leave() {
        world.trace().say("%s goes away", user);
        gone = true;
        messages.forEach(Outgoing::givenUp);
        if (connection != null) {
            connection.close();
            connection = null;
        }
        joined.clear();
        screen.forget();
        connections++;
    }

    boolean isGone() {
        return gone;
    }

    /** The client does not read for a while. */
    void doNotRead(long ms) {
        if (connection != null) {
            world.trace().say("%s does not read for %d ms", user, ms);
            connection.doNotRead(ms);
        }
    }

    /** What it wanted to say last in a room, by a name of its own, or {@code null}. */
    Outgoing last(String room) {
        return messages.stream()
                .filter(message -> message.room().equals(room))
                .filter(message -> !message.clientMsgId().startsWith(DISPUTED))
                .reduce((before, last) -> last)
                .orElse(null);
    }

    void send(Outgoing message) {
        if (gone) {
            return;
        }
        messages.add(message);
        if (connection != null) {
            transmit(message);
        }
    }

    private void lose(int number) {
        if (connection != null && number == connections) {
            world.trace()
                    .say(
                            "%s loses its connection to %s",
                            user, connection.gateway().id());
            connection.close();
            connection = null;
            joined.clear();
            screen.forget();
            world.clock().after(world.between(1, 1_000), this::connect);
        }
    }

    private void join(String room) {
        int number = connections;
        resets.remove(room);
        connection.join(room, new Position(epoch, seqs.get(room)), result -> {
            if (number == connections) {
                joined(room, result);
            }
        });
    }

    private void joined(String room, AsyncResult<Joined> result) {
        if (result.failed()) {
            int number = connections;
            world.trace().say("%s is not in %s: %s", user, room, result.cause().getMessage());
            world.clock().after(world.between(100, 500), () -> {
                if (number == connections && connection != null) {
                    join(room);
                }
            });
            return;
        }
        Joined outcome = result.result();
        world.trace().say("%s is in %s at %d", user, room, outcome.seq());
        String status = resets.containsKey(room) ? "reset" : "recovered";
        if (!outcome.status().equals(status) || outcome.from() != resets.getOrDefault(room, 0L)) {
            world.checker()
                    .violated("I5: %s is at seq %d of %s: %s, not %s", user, seqs.get(room), room, outcome, status);
        }
        if (outcome.seq() != seqs.get(room)) {
            world.checker().violated("I5: %s is told seq %d of %s, has %d", user, outcome.seq(), room, seqs.get(room));
        }
        joined.add(room);
        epoch = outcome.epoch();
    }

    private void transmit(Outgoing message) {
        int number = connections;
        if (message.attempts() > 0) {
            world.checker().sentAgain(message.name(user));
        }
        message.sentOn(number);
        world.trace().say("%s sends %s", user, message.body());
        connection.send(message, author, outcome -> {
            if (number == connections && !message.isEnded()) {
                answered(message, outcome);
            }
        });
        world.clock().after(PATIENCE_MS, () -> {
            if (!message.isEnded()) {
                lose(number);
            }
        });
    }

    private void answered(Outgoing message, Outcome outcome) {
        String code = outcome == null ? ErrorCode.TIMEOUT.text() : outcome.error();
        if (code == null) {
            world.trace().say("%s has %s acked as %s%d", user, message.body(), message.room(), outcome.seq());
            world.checker().acked(user, message, outcome);
            message.acked(outcome.seq());
            return;
        }
        world.trace().say("%s hears %s of %s", user, code, message.body());
        boolean notStored = !code.equals(ErrorCode.TIMEOUT.text());
        if (notStored && message.refused()) {
            world.checker().refused(message.name(user));
        }
        boolean retryable = !FINAL.contains(code);
        if (!retryable || message.isInVain() || notStored && world.chance(0.3)) {
            message.givenUp();
            return;
        }
        int number = connections;
        world.clock().after(world.between(1, 800), () -> {
            if (number == connections && connection != null && !message.isEnded()) {
                transmit(message);
            }
        });
    }

    private void received(int number, byte[] bytes) {
        if (number != connections) {
            return;
        }
        JsonObject frame = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
        switch (frame.getString("type")) {
            case "message" -> entry(frame);
            case "missed" -> missed(frame);
            case "pending" -> {
                checkNotOwn(frame);
                screen.pending(frame);
            }
            case "failed" -> {
                checkNotOwn(frame);
                screen.failed(frame);
            }
            case "lagging" -> screen.forget(frame.getJsonArray("rooms").getString(0));
            default -> throw new IllegalArgumentException(frame.encode());
        }
    }

    private void missed(JsonObject frame) {
        if (frame.containsKey("reset")) {
            reset(frame.getString("room"), frame.getLong("fromSeq"));
        }
        JsonArray entries = frame.getJsonArray("messages");
        for (int i = 0; i < entries.size(); i++) {
            entry(entries.getJsonObject(i));
        }
    }

    /** Nobody is told to forget a room but where retention has passed by. */
    private void reset(String room, long from) {
        long floor = cluster.database().floor(room);
        if (seqs.get(room) >= from - 1 || from - 1 > floor) {
            world.checker()
                    .violated(
                            "I5: %s is at seq %d of %s, which is kept from %d on, and is to forget it and begin at %d",
                            user, seqs.get(room), room, floor + 1, from);
        }
        resets.put(room, from);
        wall.forget(room);
        seqs.put(room, from - 1);
        world.checker().passedBy();
    }

    /** What this connection has sent is answered, and not shown to it before. */
    private void checkNotOwn(JsonObject frame) {
        List<Outgoing> own = messages.stream()
                .filter(message -> frame.getString("sender").equals(user))
                .filter(message -> message.clientMsgId().equals(frame.getString("clientMsgId")))
                .toList();
        boolean onlyHere =
                own.stream().allMatch(message -> message.attempts() == 1 && message.firstConnection() == connections);
        if (!own.isEmpty() && onlyHere) {
            world.checker().violated("pending: %s hears of its own %s", user, frame.encode());
        }
    }

    private void entry(JsonObject entry) {
        String room = entry.getString("room");
        long seq = entry.getLong("seq");
        world.trace().say("%s gets %s%d=%s", user, room, seq, entry.getString("body"));
        world.checker().shown(user, entry);
        wall.entry(entry);
        if (seq != seqs.get(room) + 1) {
            world.checker().violated("I5: %s gets seq %d of %s behind seq %d", user, seq, room, seqs.get(room));
        }
        seqs.put(room, seq);
        screen.entry(entry);
    }
}
