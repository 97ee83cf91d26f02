package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;

/** One WebSocket of Vert.x, from before it is open. */
final class VertxLink implements Transport.Link {
    private final ClientWebSocket socket;
    private final Transport.Ear ear;
    private boolean open;
    private boolean unwanted;

    VertxLink(ClientWebSocket socket, Transport.Ear ear) {
        this.socket = socket;
        this.ear = ear;
    }

    /** Fails if it does not become open. */
    Future<?> connect(WebSocketConnectOptions to) {
        socket.exceptionHandler(e -> {}); // the end says it
        socket.textMessageHandler(ear::text);
        socket.closeHandler(end -> closed());
        return socket.connect(to).onSuccess(connected -> {
            open = true;
            if (unwanted) {
                socket.close();
            } else {
                ear.opened();
            }
        });
    }

    @Override
    public void send(String text) {
        if (open) {
            socket.writeTextMessage(text);
        }
    }

    @Override
    public void send(Buffer binary) {
        if (open) {
            socket.writeBinaryMessage(binary);
        }
    }

    @Override
    public void close() {
        unwanted = true;
        if (open) {
            open = false;
            socket.close();
        }
    }

    private void closed() {
        open = false;
        Short code = socket.closeStatusCode();
        ear.closed(code == null ? VertxTransport.BROKEN : code, socket.closeReason(), null);
    }
}
