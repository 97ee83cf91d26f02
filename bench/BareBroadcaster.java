import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one would write with Vert.x by hand to tell many sockets what one of them says: a loop of
 * {@code writeTextMessage} on each event loop, behind a number. It stores nothing, knows no rooms, users or limits, and
 * answers just enough for {@link SendLoad} to take it for a server.
 */
public final class BareBroadcaster extends VerticleBase {
    private static final List<BareBroadcaster> SHARDS = new CopyOnWriteArrayList<>();
    private static final Map<String, Long> HEADS = new HashMap<>();

    private final int port;
    private final List<ServerWebSocket> sockets = new ArrayList<>();

    private BareBroadcaster(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        Future<?> deployed = Future.succeededFuture();
        for (int i = 0; i < loops; i++) {
            deployed = deployed.compose(before -> vertx.deployVerticle(new BareBroadcaster(port)));
        }
        deployed.onSuccess(all -> System.out.println(" ready on " + port)).onFailure(e -> {
            e.printStackTrace();
            System.exit(2);
        });
    }

    @Override
    public Future<?> start() {
        SHARDS.add(this);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return vertx.createHttpServer(options).webSocketHandler(this::accepted).listen();
    }

    private void accepted(ServerWebSocket socket) {
        socket.textMessageHandler(text -> said(socket, new JsonObject(text)));
        socket.closeHandler(closed -> sockets.remove(socket));
    }

    private void said(ServerWebSocket socket, JsonObject frame) {
        if ("join".equals(frame.getString("type"))) {
            sockets.add(socket);
            socket.writeTextMessage("{\"type\":\"joined\"}");
            return;
        }
        String message = broadcast(frame);
        socket.writeTextMessage("{\"type\":\"ack\",\"id\":" + frame.getLong("id") + message + "}");
    }

    /** In the same order to all. */
    private static synchronized String broadcast(JsonObject frame) {
        String room = frame.getString("room");
        long seq = HEADS.merge(room, 1L, Long::sum);
        String about = ",\"room\":\"" + room + "\",\"seq\":" + seq + ",\"messageId\":\"abcdefgh.1." + seq
                + "\",\"clientMsgId\":\"" + frame.getString("clientMsgId") + "\",\"time\":" + System.currentTimeMillis();
        String message = "{\"type\":\"message\"" + about + ",\"sender\":\"load\",\"kind\":\"message\",\"version\":1,\"body\":\""
                + frame.getString("body") + "\"}";
        SHARDS.forEach(shard -> shard.context.runOnContext(
                turn -> shard.sockets.forEach(socket -> socket.writeTextMessage(message))));
        return about;
    }
}
