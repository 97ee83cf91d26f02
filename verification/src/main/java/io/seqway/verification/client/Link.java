package io.seqway.verification.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One WebSocket, from the attempt to its end. Tells its owner each text, and once that it is gone. */
final class Link implements WebSocket.Listener {
    /** The code for a connection that ended without one. */
    static final int BROKE = 1006;

    private static final int NORMAL = 1000;

    private final Owner owner;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private CompletableFuture<WebSocket> tail = opened;
    private volatile boolean over;

    /** Who is told. Calls come one at a time. */
    interface Owner {
        void text(Link link, String text);

        /** The connection is gone, or never was. */
        void gone(Link link, int code, String why);
    }

    Link(Owner owner) {
        this.owner = owner;
    }

    void open(HttpClient http, URI entry, String token, Duration within) {
        // the first text may come before this returns, on this very thread
        http.newWebSocketBuilder()
                .connectTimeout(within)
                .header("Authorization", "Bearer " + token)
                .subprotocols("seqway.v1.json")
                .buildAsync(entry, this)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        gone(BROKE, "no connection: " + failure);
                        opened.completeExceptionally(failure);
                    } else {
                        opened.complete(socket);
                        if (over) {
                            socket.abort();
                        }
                    }
                });
    }

    /** Writes a text behind those that are not written yet. */
    synchronized void write(String frame) {
        written(socket -> socket.sendText(frame, true));
    }

    /**
     * Finds out that it is gone: where a connection ends amid what is read, the JDK (17) does not always say so, and then
     * only a write fails. Nobody waits for the answer to it.
     */
    synchronized void probe() {
        written(socket -> socket.sendPing(ByteBuffer.allocate(0)));
    }

    private void written(Function<WebSocket, CompletableFuture<WebSocket>> write) {
        tail = tail.thenCompose(write);
        tail.whenComplete((socket, failure) -> {
            if (failure != null) {
                gone(BROKE, "not written: " + failure);
            }
        });
    }

    /** Ends it without telling the owner; politely with a close frame, or by cutting it. */
    synchronized void end(boolean politely) {
        over = true;
        if (politely) {
            tail.thenCompose(socket -> socket.sendClose(NORMAL, ""))
                    .thenAcceptAsync(WebSocket::abort, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
        } else {
            tail.thenAccept(WebSocket::abort);
        }
    }

    private void gone(int code, String why) {
        if (!over) {
            over = true;
            owner.gone(this, code, why);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        if (!over) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                owner.text(this, whole);
            }
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        gone(code, "closed: " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        gone(BROKE, "broken: " + error);
    }
}
