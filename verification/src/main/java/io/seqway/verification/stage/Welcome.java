package io.seqway.verification.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a node says first on a connection.
 *
 * @param node its name
 * @param ahead how far its wall clock is ahead of ours
 */
public record Welcome(String node, Duration ahead) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Welcome of(String name, URI uri, HttpClient http, Duration limit) throws InterruptedException {
        CompletableFuture<String> text = new CompletableFuture<>();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(uri, new First(text))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            JsonNode frame = JSON.readTree(text.get(limit.toMillis(), TimeUnit.MILLISECONDS));
            socket.abort();
            Instant there = Instant.ofEpochMilli(frame.required("time").longValue());
            return new Welcome(frame.required("node").textValue(), Duration.between(Instant.now(), there));
        } catch (ExecutionException | TimeoutException | JsonProcessingException e) {
            throw new IllegalStateException(name + " does not welcome: " + e, e);
        }
    }

    /** Takes the first text. */
    private static final class First implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> whole;

        First(CompletableFuture<String> whole) {
            this.whole = whole;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                whole.complete(text.toString());
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
