package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.testing.FrameContract;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A client of one room written from docs/protocol.md alone: sends with a window of unanswered messages, resumes where it
 * stands, sends again what was not acked, and keeps all that it saw.
 */
final class ChatClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long RESUME_AGAIN_MS = 500;
    private static final long PROBE_MS = 2_000;
    private static final int ABNORMAL = 1006;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String user;
    private final String token;
    private final String room;
    private final Progress progress;
    private final RoomView view = new RoomView();
    private final Map<String, Long> acked = new HashMap<>();
    private final Map<String, String> unacked = new LinkedHashMap<>();
    private WebSocket socket;
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
    private int window;
    private int toSend;
    private int sent;
    private String padding = "";
    private boolean givesUp;
    private final Set<String> uncertain = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Pace acks = new Pace();
    private final Pace entries = new Pace();
    private boolean reading = true;
    private int lagged;
    private String violation;
    private final Returns returns = new Returns();

    ChatClient(String user, String token, String room, Progress progress) {
        this.user = user;
        this.token = token;
        this.room = room;
        this.progress = progress;
    }

    /** Another client of the same user and room, which has seen nothing yet. */
    ChatClient reader() {
        return new ChatClient(user, token, room, progress);
    }

    /** Connects and resumes; what was not acked is sent again behind that. */
    void connect(URI uri) {
        WebSocket opened = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(uri, new Listener())
                .join();
        synchronized (this) {
            socket = opened;
            writing = CompletableFuture.completedFuture(null);
            resume();
            unacked.values().forEach(this::write);
            probe(opened);
        }
    }

    /** Where a connection ends amid what is read, the JDK (17) does not always say so, and then only a write fails. */
    private void probe(WebSocket on) {
        later(PROBE_MS, on, () -> on.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
            if (failure == null) {
                probe(on);
            } else {
                ended(on, ABNORMAL);
            }
        }));
    }

    /** When a connection ends by itself, it connects there. */
    ChatClient goingTo(URI uri) {
        returns.goingTo(uri);
        return this;
    }

    /** The same, and where it finds nobody it tries again, until it {@link #leave}s. */
    ChatClient goingPatientlyTo(URI uri) {
        returns.goingPatientlyTo(uri);
        return this;
    }

    /** Its connection ends, and it does not come back. */
    void leave() {
        returns.stay();
        cut();
    }

    private synchronized void ended(WebSocket connection, int code) {
        if (connection == socket && returns.ended(code, this::connect)) {
            socket = null;
        }
    }

    /** How often it connected by itself, when and why. */
    List<Returns.Return> returns() {
        return returns.all();
    }

    private void resume() {
        String position = view.epoch() == null
                ? String.valueOf(view.last())
                : "{\"seq\":" + view.last() + ",\"epoch\":\"" + view.epoch() + "\"}";
        write("{\"type\":\"resume\",\"id\":\"r\",\"presence\":false,\"rooms\":{\"" + room + "\":" + position + "}}");
    }

    /** What is refused for sure it does not send again. */
    ChatClient givingUp() {
        givesUp = true;
        return this;
    }

    /** Its messages are so much longer. */
    ChatClient sendingMuch(int bytes) {
        padding = "+".repeat(bytes);
        return this;
    }

    /** Sends so many more messages, at most {@code window} of them unanswered at a time. */
    synchronized void send(int count, int unansweredAtMost) {
        window = unansweredAtMost;
        toSend = count;
        fill();
    }

    /** Sends no more new messages. */
    synchronized void stop() {
        toSend = 0;
    }

    synchronized boolean isConnected() {
        return socket != null;
    }

    /** Cuts the connection without a word. */
    synchronized void cut() {
        if (socket != null) {
            socket.abort();
        }
        socket = null;
    }

    /** Reads nothing more, so that what the server writes fills all buffers between the two. */
    synchronized void stopReading() {
        reading = false;
    }

    synchronized void readAgain() {
        reading = true;
        socket.request(1);
    }

    private synchronized void nextFrame(WebSocket from) {
        if (reading) {
            from.request(1);
        }
    }

    /** From now on it is counted how long nothing moves. */
    synchronized void watchPace() {
        acks.begin();
        entries.begin();
    }

    /** For how long it got no answer to what it sends, and for how long it saw nothing new, in ms; the longer of both. */
    synchronized long longestSilenceMs() {
        return Math.max(sent == 0 ? 0 : acks.longestMs(), entries.longestMs());
    }

    /** What it has seen, all of it by the contract. */
    synchronized RoomView view() {
        assertThat(violation).isNull();
        return view;
    }

    synchronized Map<String, Long> acked() {
        return new HashMap<>(acked);
    }

    synchronized int ackedCount() {
        return acked.size();
    }

    synchronized int unanswered() {
        return unacked.size();
    }

    synchronized int sent() {
        return sent;
    }

    /** How often each code of error was heard. */
    synchronized Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    /** Messages that were refused for sure, and not sent again. */
    synchronized Set<String> refused() {
        return new HashSet<>(refused);
    }

    /** How often the server said that this client lags or does so no more. */
    synchronized int lagged() {
        return lagged;
    }

    String user() {
        return user;
    }

    String room() {
        return room;
    }

    private void fill() {
        while (toSend > 0 && unacked.size() < window) {
            toSend--;
            String id = user + "-" + sent++;
            String frame = "{\"type\":\"send\",\"id\":\"" + id + "\",\"room\":\"" + room + "\",\"clientMsgId\":\"" + id
                    + "\",\"body\":\"" + id + padding + "\"}";
            unacked.put(id, frame);
            write(frame);
        }
    }

    private void write(String frame) {
        WebSocket to = socket;
        // What a cut connection does not take is sent again over the next one.
        writing = writing.thenCompose(before -> to.sendText(frame, true)).exceptionally(cut -> null);
    }

    private synchronized void read(WebSocket from, JsonNode frame) {
        if (from != socket) {
            return; // of a connection that was cut
        }
        FrameContract.SERVER.violation(frame).ifPresent(wrong -> violation = wrong);
        switch (frame.get("type").asText()) {
            case "message" -> {
                entries.moved();
                view.apply(frame);
            }
            case "missed" -> {
                entries.moved();
                view.epoch(frame.get("epoch").asText());
                frame.get("messages").forEach(view::apply);
            }
            case "resumed" -> {
                JsonNode outcome = frame.at("/rooms/" + room);
                if (outcome.get("status").asText().equals("error")) {
                    later(RESUME_AGAIN_MS, from, this::resume);
                } else {
                    view.epoch(outcome.get("epoch").asText());
                }
            }
            case "ack" -> {
                String id = frame.get("clientMsgId").asText();
                unacked.remove(id);
                acks.moved();
                Long before = acked.put(id, frame.get("seq").asLong());
                if (before != null && before != frame.get("seq").asLong()) {
                    throw new AssertionError(id + " was acked with seq " + before + " and " + frame.get("seq"));
                }
                fill();
            }
            case "error" -> {
                String code = frame.get("code").asText();
                errors.merge(code, 1, Integer::sum);
                failed(frame.path("clientMsgId").asText(), code, frame, from);
            }
            case "lagging" -> lagged++;
            case "server-shutdown" -> returns.told(frame.get("reconnectInMs").asLong());
            default -> {
                // welcome: nothing to keep
            }
        }
        progress.changed();
    }

    private void failed(String id, String code, JsonNode frame, WebSocket from) {
        if (code.equals("timeout")) {
            uncertain.add(id);
        }
        if (givesUp && !uncertain.contains(id)) {
            unacked.remove(id);
            refused.add(id);
            fill();
        } else if (frame.get("retryable").asBoolean()) {
            later(frame.path("retryAfterMs").asLong(), from, () -> sendAgain(id));
        }
    }

    private void sendAgain(String id) {
        if (unacked.containsKey(id)) {
            write(unacked.get(id));
        }
    }

    /** Does it on the same connection, if that is still there; at once where there is nothing to wait for. */
    private void later(long ms, WebSocket on, Runnable task) {
        if (ms == 0) {
            task.run();
            return;
        }
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(() -> {
            synchronized (this) {
                if (on == socket) {
                    task.run();
                }
            }
        });
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                try {
                    read(from, JSON.readTree(whole));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }
            nextFrame(from);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(from, code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable cause) {
            ended(from, ABNORMAL);
        }
    }
}
