package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRefusedHandshakeSaysWhenToComeBack() throws Exception {
        HttpServer server = await(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "7")
                        .end())
                .listen(0, "127.0.0.1"));
        CompletableFuture<Event.StateChange> lost = new CompletableFuture<>();
        Seqway client = Seqway.create(
                vertx,
                new SeqwayOptions("http://127.0.0.1:" + server.actualPort())
                        .setToken("t")
                        .setAutoConnect(false));
        client.onState(change -> {
            if (change.to() == State.DISCONNECTED) {
                lost.complete(change);
            }
        });
        client.connect();

        Event.StateChange change = lost.get(10, TimeUnit.SECONDS);
        assertThat(change.nextRetryMs()).isEqualTo(7_000);
        assertThat(change.code()).isEqualTo("503");
        await(client.close());
    }

    @Test
    void itMayBeADate() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));
        assertThat(VertxTransport.msOf(soon)).isBetween(50_000L, 60_000L);
        assertThat(VertxTransport.msOf("soon")).isNull();
    }
}
