package io.seqway.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.stream.FoundStream;
import io.seqway.gateway.stream.StreamLink;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.StreamMessage.ChunkFound;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream may have very many chunks, and is sent whole; who reads it makes room for others whenever it ends. */
@ExtendWith(VertxExtension.class)
class LongStreamTest {
    private static final int MANY = 20_000;
    private static final int HANGS_UP_AT = 15_000;
    private static final int VERY_MANY = Limits.MAX_CHUNK_SEQ;
    private static final int READERS = 4;

    private Vertx vertx;
    private HttpClientAgent client;
    private int port;

    @BeforeEach
    void serve(Vertx given) throws Exception {
        vertx = given;
        BusCodec.register(vertx.eventBus());
        vertx.eventBus()
                .<BusMessage>consumer(
                        Addresses.store("self"),
                        question -> question.reply(new ChunkFound(new byte[1], null), BusCodec.OPTIONS));
        client = vertx.createHttpClient();
        get(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return listen(EventLoop.of(context));
            }
        }));
    }

    @AfterEach
    void hangUp() throws Exception {
        get(client.close());
    }

    @Test
    void oneUserReadsItAgainAndAgain() throws Exception {
        for (int i = 0; i <= READERS; i++) {
            assertThat(get(read(MANY))).isEqualTo("200 and " + MANY);
        }
    }

    @Test
    void whoHangsUpAmidItMakesRoomForTheNext() throws Exception {
        List<Future<Void>> readers = List.of(hangUpAmid(), hangUpAmid(), hangUpAmid(), hangUpAmid());
        get(Future.all(readers));

        assertThat(get(readOnceThereIsRoom())).isEqualTo("200 and 10");
    }

    private Future<?> listen(EventLoop loop) {
        StreamLink streams = new StreamLink(
                vertx.eventBus(),
                new OneNode(),
                loop::now,
                GatewayMetrics.none().streams());
        Downloads downloads = new Downloads(streams, Limits.DEFAULTS, loop);
        Router router = Router.router(vertx);
        router.get("/:chunks").handler(request -> download(downloads, request));
        router.route().failureHandler(request -> request.response()
                .setStatusCode(request.failure() instanceof Refusal ? 503 : 500)
                .end());
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> port = server.actualPort());
    }

    private static void download(Downloads downloads, RoutingContext request) {
        int chunks = Integer.parseInt(request.pathParam("chunks"));
        StreamState state = new StreamState(ChunkSet.of(chunks, null), -1, chunks, null);
        downloads.begin(request, new FoundStream("ann", "s", "k", state), () -> request.response()
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(chunks)));
    }

    private Future<String> read(int chunks) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/" + chunks)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> response.statusCode() + " and " + body.length()));
    }

    private Future<String> readOnceThereIsRoom() {
        return read(10).compose(
                        answer -> answer.startsWith("503") ? readOnceThereIsRoom() : Future.succeededFuture(answer));
    }

    private Future<Void> hangUpAmid() {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/" + VERY_MANY)
                .compose(request -> request.send().compose(response -> {
                    int[] bytes = {0};
                    response.exceptionHandler(broken -> {});
                    response.handler(some -> {
                        bytes[0] += some.length();
                        if (bytes[0] >= HANGS_UP_AT) {
                            request.connection().close();
                        }
                    });
                    return response.end().otherwiseEmpty();
                }));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private record OneNode() implements ClusterView {
        @Override
        public String self() {
            return "self";
        }

        @Override
        public List<String> nodes(Role role) {
            return List.of("self");
        }

        @Override
        public void onChange(Runnable handler) {
            // nobody comes or goes
        }
    }
}
