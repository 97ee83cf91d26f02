package io.seqway.verification.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The wire as docs/protocol.md has it, with logs in memory and one thread; it can be told to break a promise. */
final class PaperServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EPOCH = "paper.1";
    private static final int PAGE = 100;
    private static final int EVERY = 25;

    /** What it does to every 25th message. */
    enum Mischief {
        NONE,
        ACKS_WHAT_IT_DOES_NOT_STORE,
        GIVES_TWICE,
        LEAVES_OUT,
        CHANGES_THE_BODY,
        STORES_TWICE,
        STORES_AND_DOES_NOT_ACK,
        TELLS_TO_SEND_AGAIN,
        /** But for this, which it does to who reads a log by pages. */
        HANGS_UP_ON_READERS
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, List<ObjectNode>> logs = new HashMap<>();
    private final Map<ServerWebSocket, Set<String>> sockets = new HashMap<>();
    private final AtomicInteger stored = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Mischief mischief;
    private final int port;
    private int sends;
    private volatile boolean frozen;

    PaperServer(Mischief mischief) {
        this.mischief = mischief;
        HttpServerOptions options = new HttpServerOptions().setWebSocketSubProtocols(List.of("seqway.v1.json"));
        port = vertx.createHttpServer(options)
                .webSocketHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port + "/ws");
    }

    /** How many messages it has stored. */
    int stored() {
        return stored.get();
    }

    /** How many connections it has had. */
    int connections() {
        return connections.get();
    }

    /** Ends all connections without a word. */
    void cut() {
        vertx.runOnContext(
                none -> List.copyOf(sockets.keySet()).forEach(socket -> socket.shutdown(0, TimeUnit.SECONDS)));
    }

    /** Says nothing more on any connection that is open now or opened meanwhile, for good. */
    void freeze(boolean now) {
        frozen = now;
    }

    private void accept(ServerWebSocket socket) {
        sockets.put(socket, new HashSet<>());
        connections.incrementAndGet();
        socket.closeHandler(none -> sockets.remove(socket));
        boolean[] dumb = {frozen};
        socket.textMessageHandler(text -> {
            dumb[0] |= frozen;
            if (!dumb[0]) {
                frame(socket, text);
            }
        });
        ObjectNode welcome = node("welcome").put("node", "paper");
        welcome.putObject("heartbeat").put("intervalMs", 30_000).put("timeoutMs", 10_000);
        if (!frozen) {
            write(socket, welcome);
        }
    }

    private void frame(ServerWebSocket socket, String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            switch (frame.path("type").asText()) {
                case "ping" -> pong(socket, frame);
                case "resume" -> resume(socket, frame);
                case "leave" -> sockets.get(socket).remove(frame.path("room").asText());
                case "history" -> history(socket, frame);
                case "send" -> send(socket, frame, text.substring(text.indexOf("\"body\":") + 7, text.length() - 1));
                default -> throw new IllegalStateException(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pong(ServerWebSocket socket, JsonNode frame) {
        ObjectNode pong = node("pong").put("id", frame.path("id").asLong());
        ObjectNode seqs = pong.putObject("seqs");
        sockets.get(socket).forEach(room -> seqs.put(room, log(room).size()));
        write(socket, pong);
    }

    private void resume(ServerWebSocket socket, JsonNode frame) {
        ObjectNode resumed = node("resumed").put("id", frame.path("id").asLong());
        ObjectNode outcomes = resumed.putObject("rooms");
        frame.path("rooms").properties().forEach(room -> {
            JsonNode cursor = room.getValue();
            List<ObjectNode> log = log(room.getKey());
            int from = cursor.isObject() ? cursor.path("seq").asInt() : cursor.asInt();
            for (int at = from; at < log.size(); at += PAGE) {
                ObjectNode missed = node("missed").put("room", room.getKey()).put("epoch", EPOCH);
                missed.putArray("messages").addAll(log.subList(at, Math.min(log.size(), at + PAGE)));
                write(socket, missed);
            }
            sockets.get(socket).add(room.getKey());
            outcomes.putObject(room.getKey())
                    .put("status", "recovered")
                    .put("seq", log.size())
                    .put("epoch", EPOCH);
        });
        write(socket, resumed);
    }

    private void history(ServerWebSocket socket, JsonNode frame) {
        if (mischief == Mischief.HANGS_UP_ON_READERS) {
            socket.close();
            return;
        }
        List<ObjectNode> log = log(frame.path("room").asText());
        int after = frame.path("after").asInt();
        int to = Math.min(log.size(), after + PAGE);
        ObjectNode page = node("history").put("id", frame.path("id").asLong()).put("more", to < log.size());
        page.putArray("messages").addAll(log.subList(after, to));
        write(socket, page);
    }

    private void send(ServerWebSocket socket, JsonNode frame, String body) {
        String room = frame.path("room").asText();
        String id = frame.path("clientMsgId").asText();
        String sender = id.substring(0, id.indexOf('-'));
        List<ObjectNode> log = log(room);
        for (ObjectNode entry : log) {
            if (entry.path("clientMsgId").asText().equals(id)) {
                ack(socket, frame, entry.path("seq").asInt(), true);
                return;
            }
        }
        boolean out = frame.has("after")
                && log.stream().noneMatch(entry -> entry.path("clientMsgId").equals(frame.path("after")));
        Predicate<Mischief> now = one -> mischief == one && ++sends % EVERY == 0;
        if (!sockets.get(socket).contains(room)) {
            error(socket, frame, "not-joined", false);
        } else if (out) {
            error(socket, frame, "out-of-order", true);
        } else if (now.test(Mischief.TELLS_TO_SEND_AGAIN)) {
            error(socket, frame, "unavailable", true);
        } else if (now.test(Mischief.ACKS_WHAT_IT_DOES_NOT_STORE)) {
            ack(socket, frame, log.size() + 1, false);
        } else {
            String text = now.test(Mischief.CHANGES_THE_BODY) ? body.replace(".50", ".5") : body;
            ObjectNode entry = store(log, room, sender, id, text);
            if (now.test(Mischief.STORES_AND_DOES_NOT_ACK)) {
                socket.shutdown(0, TimeUnit.SECONDS);
            } else {
                ack(socket, frame, log.size(), false);
            }
            show(entry, room, now.test(Mischief.GIVES_TWICE) ? 2 : now.test(Mischief.LEAVES_OUT) ? 0 : 1);
            if (now.test(Mischief.STORES_TWICE)) {
                show(store(log, room, sender, id, text), room, 1);
            }
        }
    }

    private ObjectNode store(List<ObjectNode> log, String room, String sender, String id, String body) {
        ObjectNode entry = node("message")
                .put("room", room)
                .put("seq", log.size() + 1)
                .put("sender", sender)
                .put("clientMsgId", id)
                .putRawValue("body", new RawValue(body));
        log.add(entry);
        stored.incrementAndGet();
        return entry;
    }

    private void show(ObjectNode entry, String room, int times) {
        sockets.forEach((socket, rooms) -> {
            for (int time = 0; rooms.contains(room) && time < times; time++) {
                write(socket, entry);
            }
        });
    }

    private static void ack(ServerWebSocket socket, JsonNode frame, int seq, boolean duplicate) {
        ObjectNode ack = node("ack").put("seq", seq).put("duplicate", duplicate);
        ack.set("id", frame.path("id"));
        ack.set("room", frame.path("room"));
        ack.set("clientMsgId", frame.path("clientMsgId"));
        write(socket, ack);
    }

    private static void error(ServerWebSocket socket, JsonNode frame, String code, boolean retryable) {
        ObjectNode error = node("error").put("code", code).put("retryable", retryable);
        error.set("id", frame.path("id"));
        error.set("room", frame.path("room"));
        write(socket, error);
    }

    private List<ObjectNode> log(String room) {
        return logs.computeIfAbsent(room, name -> new ArrayList<>());
    }

    private static ObjectNode node(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void write(ServerWebSocket socket, ObjectNode frame) {
        socket.writeTextMessage(frame.toString());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
