package io.seqway.client.server;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the server that can be cut. */
final class Way {
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer near;
    private volatile boolean up = true;

    Way(Vertx vertx, int port) {
        NetClient far = vertx.createNetClient();
        near = vertx.createNetServer().connectHandler(client -> {
            if (!up) {
                client.close();
                return;
            }
            client.pause();
            far.connect(port, "127.0.0.1")
                    .onSuccess(server -> {
                        join(client, server);
                        join(server, client);
                        client.resume();
                    })
                    .onFailure(e -> client.close());
        });
        Wait.on(near.listen(0, "127.0.0.1"));
    }

    String url() {
        return "http://127.0.0.1:" + near.actualPort();
    }

    void cut() {
        up = false;
        sockets.forEach(NetSocket::close);
        sockets.clear();
    }

    void mend() {
        up = true;
    }

    /** Once, for whoever is on it now. */
    void interrupt() {
        cut();
        mend();
    }

    private void join(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.exceptionHandler(e -> {});
        from.closeHandler(v -> {
            sockets.remove(from);
            to.close();
        });
        from.handler(to::write);
    }
}
