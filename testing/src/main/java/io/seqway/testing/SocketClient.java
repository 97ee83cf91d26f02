package io.seqway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A WebSocket client that records every frame it receives, in order, and knows nothing of Seqway but its published
 * schemas. Safe to use from several threads. A wait that ends without what it waits for is an {@link AssertionError} with
 * the last frames. A frame that breaks the {@link FrameContract} is one from then on, at every look, wait and end.
 */
public final class SocketClient implements AutoCloseable {

    /** How long the methods without a limit of their own wait. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    private final FrameLog log;
    private final AtomicLong ids = new AtomicLong();
    private final Recorder recorder = new Recorder();
    private final WebSocket socket;

    private SocketClient(
            URI uri, Map<String, String> headers, List<String> subprotocols, Optional<FrameContract> contract) {
        log = new FrameLog(contract);
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(LIMIT);
        headers.forEach(builder::header);
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.get(0), subprotocols.stream().skip(1).toArray(String[]::new));
        }
        try {
            socket = builder.buildAsync(uri, recorder).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new HandshakeRefused(
                        refused.getResponse().statusCode(),
                        refused.getResponse().headers(),
                        e);
            }
            throw e;
        }
    }

    public static SocketClient connect(URI uri) {
        return connect(uri, Map.of(), List.of());
    }

    /**
     * Connects.
     *
     * @param uri {@code ws://...}
     * @param subprotocols offered in this order; may be empty
     * @throws HandshakeRefused if the server answers by another status than 101
     * @throws CompletionException if there is no connection
     */
    public static SocketClient connect(URI uri, Map<String, String> headers, List<String> subprotocols) {
        return new SocketClient(uri, headers, subprotocols, Optional.of(FrameContract.SERVER));
    }

    /** Connects to a server that is not Seqway and may say anything. */
    static SocketClient connectToAnything(URI uri) {
        return new SocketClient(uri, Map.of(), List.of(), Optional.empty());
    }

    /** The subprotocol the server chose, or an empty string. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Sends one text frame as it is, JSON or not. */
    public void send(String text) {
        sendInOrder(() -> socket.sendText(text, true));
    }

    public void send(JsonNode frame) {
        send(frame.toString());
    }

    /** Sends a frame of nested maps, lists, strings, numbers. */
    public void send(Map<String, ?> frame) {
        send(JSON.<JsonNode>valueToTree(frame));
    }

    /** Sends one binary frame. */
    public void sendBinary(byte[] bytes) {
        sendInOrder(() -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /** Sends a frame with an {@code id} of its own and waits for the reply. */
    public JsonNode request(Map<String, ?> frame) {
        String id = "r" + ids.incrementAndGet();
        Map<String, Object> withId = new LinkedHashMap<>(frame);
        withId.put("id", id);
        send(withId);
        return awaitReply(id);
    }

    /** The socket takes a frame only when it is done with the one before. */
    private synchronized void sendInOrder(Supplier<CompletableFuture<WebSocket>> send) {
        send.get().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Everything received so far, in order. A frame that is not JSON is a text node, a binary one a binary node. */
    public List<JsonNode> received() {
        return log.all();
    }

    /** The frames received so far that have this {@code type}. */
    public List<JsonNode> received(String type) {
        return log.all().stream().filter(isType(type)).toList();
    }

    /** The first frame of all, received or to come, that matches. */
    public JsonNode await(Predicate<JsonNode> wanted, Duration limit) {
        return log.await(0, wanted, limit);
    }

    public JsonNode await(Predicate<JsonNode> wanted) {
        return await(wanted, LIMIT);
    }

    /** The first frame with this {@code type}. */
    public JsonNode await(String type) {
        return await(isType(type));
    }

    /** The first frame that matches, of those behind the first {@code seen}: as in {@code received().size()}. */
    public JsonNode awaitAfter(int seen, Predicate<JsonNode> wanted, Duration limit) {
        return log.await(seen, wanted, limit);
    }

    /** The first frame that carries this {@code id}, a string or a number. */
    public JsonNode awaitReply(Object id) {
        return log.awaitReply(JSON.valueToTree(id), LIMIT);
    }

    public SocketClose awaitClose(Duration limit) {
        return log.awaitClose(limit);
    }

    /** Whether the connection ends within this time; it does not take longer to say so than that takes. */
    public boolean endsWithin(Duration limit) {
        return log.endsWithin(limit);
    }

    public SocketClose awaitClose() {
        return awaitClose(LIMIT);
    }

    /** Matches frames of a {@code type}. */
    public static Predicate<JsonNode> isType(String type) {
        return frame -> frame.path("type").asText().equals(type);
    }

    /** Takes nothing more from the connection: what the server writes piles up. */
    public void stopReading() {
        recorder.stop();
    }

    /** Takes what has piled up, and goes on. */
    public void readAgain() {
        recorder.goOn();
    }

    /** Ends the TCP connection without a close frame. */
    public void cut() {
        socket.abort();
        log.end(new SocketClose(SocketClose.ABNORMAL, "cut by the client"));
        log.requireContract();
    }

    /** Says goodbye by 1000, unless the socket has ended, and waits a moment for the answer; then cuts. */
    @Override
    public void close() {
        if (sayGoodbye()) {
            log.endsWithin(GOODBYE);
        }
        socket.abort();
        log.requireContract();
    }

    private synchronized boolean sayGoodbye() {
        return socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((sent, error) -> error == null)
                .join();
    }

    private final class Recorder implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
        private boolean stopped;
        private boolean owed;

        synchronized void stop() {
            stopped = true;
        }

        synchronized void goOn() {
            stopped = false;
            if (owed) {
                owed = false;
                socket.request(1);
            }
        }

        private synchronized void askForMore(WebSocket from) {
            owed = stopped;
            if (!stopped) {
                from.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                log.add(parse(text.toString()));
                text.setLength(0);
            }
            askForMore(from);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                log.add(BinaryNode.valueOf(binary.toByteArray()));
                binary.reset();
            }
            askForMore(from);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            log.end(new SocketClose(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            log.end(new SocketClose(SocketClose.ABNORMAL, error.toString()));
        }

        private JsonNode parse(String frame) {
            try {
                return JSON.readTree(frame);
            } catch (JsonProcessingException e) {
                return TextNode.valueOf(frame);
            }
        }
    }
}
