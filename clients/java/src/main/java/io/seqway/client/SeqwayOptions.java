package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How a client connects, waits and keeps. The defaults are those of the JavaScript client. Setters refuse what is out of
 * range by an {@link IllegalArgumentException} that names it. A client copies them when it is made.
 */
public final class SeqwayOptions {
    final String url;
    Function<TokenRequest, Future<String>> getToken;
    String token;
    String userId;
    boolean autoConnect = true;
    long baseDelayMs = 500;
    long maxDelayMs = 20_000;
    long connectTimeoutMs = 10_000;
    int maxAttempts = Integer.MAX_VALUE;
    int maxQueued = 1_000;
    long maxQueuedBytes = 100_000_000;
    boolean receipts = true;
    Map<String, Position> positions = Map.of();
    OutboxStore outboxStore;
    WebSocketClientOptions webSocket = new WebSocketClientOptions();

    /**
     * @param url of the server, such as {@code https://chat.example.com} or {@code wss://…}; without a path it is {@code /ws}
     * @throws IllegalArgumentException if that is no address
     */
    public SeqwayOptions(String url) {
        this.url = addressOf(url);
    }

    SeqwayOptions(SeqwayOptions other) {
        url = other.url;
        getToken = other.getToken;
        token = other.token;
        userId = other.userId;
        autoConnect = other.autoConnect;
        baseDelayMs = other.baseDelayMs;
        maxDelayMs = other.maxDelayMs;
        connectTimeoutMs = other.connectTimeoutMs;
        maxAttempts = other.maxAttempts;
        maxQueued = other.maxQueued;
        maxQueuedBytes = other.maxQueuedBytes;
        receipts = other.receipts;
        positions = Map.copyOf(other.positions);
        outboxStore = other.outboxStore;
        webSocket = new WebSocketClientOptions(other.webSocket);
    }

    /**
     * Gives a token. It is asked only when one is needed: at first, from 30 s before the end of the old one, and after the
     * server has refused it. A failure that is {@link Unauthorized} says that the user has to sign in; any other one is
     * tried again. Called on the client's context, where it must not block.
     */
    public SeqwayOptions setGetToken(Function<TokenRequest, Future<String>> getToken) {
        this.getToken = Objects.requireNonNull(getToken, "getToken");
        return this;
    }

    /** A token instead of {@code getToken}. When it ends, so does the connection. */
    public SeqwayOptions setToken(String token) {
        this.token = Objects.requireNonNull(token, "token");
        return this;
    }

    /** Whose outbox to open before the server has said who this is: what is written before is kept only then. */
    public SeqwayOptions setUserId(String userId) {
        this.userId = Objects.requireNonNull(userId, "userId");
        return this;
    }

    /** Whether to connect at once; default true. */
    public SeqwayOptions setAutoConnect(boolean autoConnect) {
        this.autoConnect = autoConnect;
        return this;
    }

    /** The longest first wait before a new try; it is drawn from 0 to this, doubled with each try. Default 500 ms. */
    public SeqwayOptions setBaseDelayMs(long baseDelayMs) {
        this.baseDelayMs = atLeast(1, "baseDelayMs", baseDelayMs);
        return this;
    }

    /** The longest wait of all; default 20,000 ms. */
    public SeqwayOptions setMaxDelayMs(long maxDelayMs) {
        this.maxDelayMs = atLeast(1, "maxDelayMs", maxDelayMs);
        return this;
    }

    /** How long a connection may take until the server has accepted the token; default 10,000 ms. */
    public SeqwayOptions setConnectTimeoutMs(long connectTimeoutMs) {
        this.connectTimeoutMs = atLeast(1, "connectTimeoutMs", connectTimeoutMs);
        return this;
    }

    /** How many tries in a row may fail before the state is ERROR; default unlimited. */
    public SeqwayOptions setMaxAttempts(int maxAttempts) {
        this.maxAttempts = (int) atLeast(1, "maxAttempts", maxAttempts);
        return this;
    }

    /** How many messages may wait in the outbox; the newest is refused beyond it. Default 1,000. */
    public SeqwayOptions setMaxQueued(int maxQueued) {
        this.maxQueued = (int) atLeast(0, "maxQueued", maxQueued);
        return this;
    }

    /** How many bytes of streams may wait; default 100,000,000. */
    public SeqwayOptions setMaxQueuedBytes(long maxQueuedBytes) {
        this.maxQueuedBytes = atLeast(0, "maxQueuedBytes", maxQueuedBytes);
        return this;
    }

    /** Whether to tell the others in a room what has been delivered here; default true. */
    public SeqwayOptions setReceipts(boolean receipts) {
        this.receipts = receipts;
        return this;
    }

    /** Where rooms go on that are joined without a position or a tail: what {@link Seqway#positions()} gave before. */
    public SeqwayOptions setPositions(Map<String, Position> positions) {
        this.positions = Map.copyOf(positions);
        return this;
    }

    /** Where the outbox is kept; default in memory. A store is for one client at a time. */
    public SeqwayOptions setOutboxStore(OutboxStore outboxStore) {
        this.outboxStore = Objects.requireNonNull(outboxStore, "outboxStore");
        return this;
    }

    /** Of Vert.x, for TLS and proxies. Time-outs and sizes of frames are the client's own. */
    public SeqwayOptions setWebSocketClientOptions(WebSocketClientOptions webSocket) {
        this.webSocket = Objects.requireNonNull(webSocket, "webSocketClientOptions");
        return this;
    }

    private static long atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, and it is " + value);
        }
        return value;
    }

    private static String addressOf(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().replace("http", "ws");
        if (!scheme.equals("ws") && !scheme.equals("wss") || uri.getHost() == null) {
            throw new IllegalArgumentException("url must be an address of http, https, ws or wss, and it is " + url);
        }
        String path = uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return scheme + "://" + uri.getRawAuthority() + (path.isEmpty() || path.equals("/") ? "/ws" : path) + query;
    }
}
