package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything happens on the context that the client was made on, whoever asks for it. */
class ContextTest {
    private final Vertx vertx = Vertx.vertx();
    private final Set<Context> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean outside;
    private HttpServer server;

    @BeforeEach
    void start() {
        server = await(vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("seqway.v1.json"))
                .webSocketHandler(socket -> {
                    socket.textMessageHandler(text -> {
                        JsonObject frame = new JsonObject(text);
                        JsonObject reply = new JsonObject().put("id", frame.getValue("id"));
                        switch (frame.getString("type")) {
                            case "auth" -> reply.put("type", "authenticated").put("userId", "alice");
                            case "join" ->
                                reply.put("type", "joined")
                                        .put("room", "r")
                                        .put("status", "live")
                                        .put("seq", 0)
                                        .put("epoch", "e");
                            case "send" -> reply.put("type", "ack").put("seq", 1);
                            default -> reply.put("type", "pong");
                        }
                        socket.writeTextMessage(reply.encode());
                    });
                    socket.writeTextMessage("{\"type\":\"welcome\"}");
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Answers from a thread that is nobody's. */
    private static Future<String> tokenFromElsewhere() {
        Promise<String> token = Promise.promise();
        new Thread(() -> token.complete("t")).start();
        return token.future();
    }

    /** The set takes no null, so a handler outside of all contexts would be logged, and not be seen: note that, too. */
    private void note() {
        Context context = Vertx.currentContext();
        if (context == null) {
            outside = true;
        } else {
            seen.add(context);
        }
    }

    private Seqway client() {
        Seqway client = Seqway.create(
                vertx,
                new SeqwayOptions("http://127.0.0.1:" + server.actualPort())
                        .setGetToken(request -> tokenFromElsewhere())
                        .setAutoConnect(false));
        client.onState(change -> note());
        return client;
    }

    private void useFromThisThread(Seqway client) {
        Room room = client.room("r");
        room.onStatus(message -> note());
        room.onLive(live -> note());
        client.connect();
        await(room.join());
        assertThat(await(room.send("one"))).isEqualTo(1);
        await(client.close());
    }

    @Test
    void aClientOfAVerticleStaysOnItsContext() {
        Context context = vertx.getOrCreateContext();
        Promise<Seqway> made = Promise.promise();
        context.runOnContext(v -> made.complete(client()));
        useFromThisThread(await(made.future()));
        assertThat(seen).containsExactly(context);
        assertThat(outside).isFalse();
    }

    @Test
    void aClientThatIsMadeElsewhereHasOneContextToo() {
        useFromThisThread(client());
        assertThat(seen).hasSize(1);
        assertThat(outside).isFalse();
        assertThat(seen.iterator().next().isEventLoopContext()).isTrue();
    }
}
