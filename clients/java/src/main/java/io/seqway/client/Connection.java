package io.seqway.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One WebSocket after another to the same server, each with its token (docs/protocol.md, "Connecting"). */
final class Connection {
    /** A connection that lasts so long was not refused: the next wait is a short one again. */
    private static final long STEADY_MS = 5_000;

    /** Who is told. */
    interface Listener {
        void moved(Event.StateChange change);

        /** The token is accepted. */
        void opened(String userId);

        void lost();

        void frame(JsonObject frame);

        /** Before each ping: the rooms to look after. */
        List<String> pinged();

        void failed(SeqwayError error);
    }

    private final SeqwayOptions options;
    private final Clock clock;
    private final Transport transport;
    private final Listener listener;
    private final Backoff backoff;
    private final Token token;
    private final Heartbeat heartbeat;
    private volatile State state = State.CLOSED;
    private volatile Limits limits = Limits.DEFAULT;
    private volatile String sessionId;
    private volatile int connects;
    private volatile long connectedAt;
    private int attempt;
    private Transport.Link link;
    /** Counts the tries, so that what belongs to an earlier one is not taken for the present one's. */
    private int present;
    /** Call off what is to happen on this connection, or after it. */
    private final List<Runnable> later = new ArrayList<>();
    /** Says the present token again. */
    private Runnable again = () -> {};
    /** The server's own word on when to come back. */
    private Long hintMs;

    Connection(SeqwayOptions options, Executor context, Clock clock, Transport transport, Listener listener) {
        this.options = options;
        this.clock = clock;
        this.transport = transport;
        this.listener = listener;
        this.backoff = new Backoff(options.baseDelayMs, options.maxDelayMs, clock);
        this.token = new Token(options, clock, context);
        this.heartbeat =
                new Heartbeat(clock, this::ping, () -> lost(SeqwayError.silent(ErrorKind.HEARTBEAT, "silent")));
    }

    State state() {
        return state;
    }

    Limits limits() {
        return limits;
    }

    String sessionId() {
        return sessionId;
    }

    int connects() {
        return connects;
    }

    /** In ms since 1970, 0 without a connection. */
    long connectedAt() {
        return connectedAt;
    }

    Long roundTripMs() {
        return heartbeat.roundTripMs();
    }

    Backoff backoff() {
        return backoff;
    }

    void connect() {
        if (state == State.CLOSED || state == State.ERROR) {
            attempt = 0;
            begin(State.CONNECTING);
        }
    }

    void close() {
        drop();
        transport.close();
        change(State.CLOSED, null, null);
    }

    void retryNow() {
        switch (state) {
            case ERROR -> connect();
            case CONNECTED -> heartbeat.beat();
            case DISCONNECTED -> begin(State.RECONNECTING);
            default -> {}
        }
    }

    /**
     * @param body JSON text, put last as it is, or null
     * @throws SeqwayError of the kind {@code limit}: the server would close the connection, and for good
     */
    void send(JsonObject frame, String body) {
        String text = frame.encode();
        String whole = body == null ? text : text.substring(0, text.length() - 1) + ",\"body\":" + body + "}";
        int max = limits.maxFrameBytes();
        // a char is three bytes at the most, so that short ones need not be counted
        if (whole.length() > max / 3 && whole.getBytes(StandardCharsets.UTF_8).length > max) {
            throw SeqwayError.beyond("This is too large to send.", "too-large", "max-frame-bytes=" + max);
        }
        if (link != null) {
            link.send(whole);
        }
    }

    /** A binary frame: two bytes of length, the header, the payload. */
    void send(JsonObject frame, Buffer payload) {
        byte[] header = frame.encode().getBytes(StandardCharsets.UTF_8);
        if (link != null) {
            link.send(Buffer.buffer(2 + header.length + payload.length())
                    .appendUnsignedShort(header.length)
                    .appendBytes(header)
                    .appendBuffer(payload));
        }
    }

    private void begin(State to) {
        drop();
        attempt++;
        int mine = present;
        change(to, null, null);
        if (mine != present) {
            return; // closed by who heard of it
        }
        soon(options.connectTimeoutMs, () -> {
            if (state != State.CONNECTED) {
                lost(SeqwayError.silent(ErrorKind.NETWORK, "timeout"));
            }
        });
        withToken(false, this::open);
    }

    /** @param use unless the connection is another one by then */
    private void withToken(boolean renew, Consumer<String> use) {
        int mine = present;
        token.get(renew).onComplete(got -> {
            if (mine != present) {
                return;
            }
            if (got.succeeded()) {
                use.accept(got.result());
                return;
            }
            SeqwayError error = SeqwayError.of(got.cause());
            if (renew && error.retryable()) {
                soon(STEADY_MS, () -> withToken(true, use));
            } else {
                lost(error);
            }
        });
    }

    private void open(String accepted) {
        int mine = present;
        link = transport.open(new Transport.Ear() {
            @Override
            public void opened() {
                if (mine == present) {
                    auth(accepted);
                }
            }

            @Override
            public void text(String text) {
                if (mine == present) {
                    read(text);
                }
            }

            @Override
            public void closed(int code, String reason, Long retryAfterMs) {
                if (mine == present) {
                    hintMs = retryAfterMs == null ? hintMs : retryAfterMs;
                    Connection.this.closed(code, reason);
                }
            }
        });
    }

    private void read(String text) {
        heartbeat.heard();
        JsonObject frame;
        try {
            frame = new JsonObject(text);
        } catch (RuntimeException e) {
            return; // not for this client to mend
        }
        if (frame.getMap() == null) {
            return; // null
        }
        String type = Fields.text(frame, "type");
        if ("welcome".equals(type)) {
            sessionId = Fields.text(frame, "sessionId");
            heartbeat.take(Fields.object(frame, "heartbeat"));
            limits = Limits.of(Fields.object(frame, "limits"));
        } else if ("auth".equals(frame.getValue("id"))) {
            answered(frame, type);
        } else if ("pong".equals(type)) {
            heartbeat.ponged(frame);
        } else if ("token-expiring".equals(type)) {
            withToken(true, this::auth);
        } else if ("server-shutdown".equals(type)) {
            hintMs = Fields.number(frame, "reconnectInMs");
        } else if ("error".equals(type) && frame.getValue("id") == null) {
            hintMs = Fields.number(frame, "retryAfterMs") == null ? hintMs : Fields.number(frame, "retryAfterMs");
        }
        if (type != null) {
            listener.frame(frame);
        }
    }

    /** The answer to {@code auth}. */
    private void answered(JsonObject frame, String type) {
        if ("authenticated".equals(type)) {
            if (state != State.CONNECTED) {
                soon(STEADY_MS, () -> attempt = 0);
                connects++;
                connectedAt = clock.now();
                int mine = present;
                change(State.CONNECTED, null, null);
                if (mine == present) {
                    listener.opened(frame.getString("userId"));
                    heartbeat.beat();
                }
            }
        } else if ("forbidden".equals(frame.getValue("code"))) {
            // the token of another user, who has signed in meanwhile
            lost(SeqwayError.broken(ErrorKind.AUTH, frame.getString("message", "forbidden"), "forbidden"));
        } else if (Boolean.TRUE.equals(frame.getValue("retryable"))) {
            soon(Fields.number(frame, "retryAfterMs", 1_000), again);
        }
    }

    private void auth(String accepted) {
        again = () ->
                send(new JsonObject().put("type", "auth").put("id", "auth").put("token", accepted), (String) null);
        again.run();
    }

    private void ping(long now) {
        List<String> rooms = listener.pinged();
        send(new JsonObject().put("type", "ping").put("id", now).put("rooms", rooms), (String) null);
    }

    /** @param act unless the connection is another one by then */
    private void soon(long ms, Runnable act) {
        later.add(clock.after(ms, act));
    }

    private void closed(int code, String reason) {
        if (code == Closes.BAD_TOKEN) {
            token.refused();
        }
        lost(Closes.error(code, reason));
    }

    private void lost(SeqwayError error) {
        Long hint = hintMs;
        drop();
        if (!error.retryable() || attempt >= options.maxAttempts) {
            change(State.ERROR, error, null);
            return;
        }
        long slow = Closes.slowly(error) ? options.maxDelayMs / 2 : 0;
        long wait = hint != null ? Math.max(0, hint) : slow + backoff.drawn(attempt);
        soon(wait, () -> begin(State.RECONNECTING));
        change(State.DISCONNECTED, error, wait);
    }

    /** Lets go of the socket at once: the close of a dead one may take a while. */
    private void drop() {
        present++;
        later.forEach(Runnable::run);
        later.clear();
        heartbeat.stop();
        hintMs = null;
        connectedAt = 0;
        if (link != null) {
            link.close();
            link = null;
        }
        if (state == State.CONNECTED) {
            listener.lost();
        }
    }

    private void change(State to, SeqwayError error, Long nextRetryMs) {
        State from = state;
        state = to;
        if (from != to || error != null) {
            String code = error == null ? null : error.code();
            String reason = error == null ? "" : error.getMessage();
            listener.moved(new Event.StateChange(from, to, attempt, nextRetryMs, code, reason));
        }
        if (error != null) {
            listener.failed(error);
        }
    }
}
