package io.seqway.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCounted;
import io.seqway.testing.RawSocket;
import io.seqway.testing.SentFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has come behind the frame that holds the socket is heard after its release, or given back if there is none. */
@ExtendWith(VertxExtension.class)
class HeldSocketTest {
    private final BlockingQueue<ReferenceCounted> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Socket> held = new CompletableFuture<>();
    private ChannelHandlerContext line;
    private RawSocket client;
    private int port;

    @BeforeEach
    void listen(Vertx vertx) throws Exception {
        port = vertx.createHttpServer()
                .webSocketHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Test
    void itIsHeardAfterTheRelease() throws Exception {
        sendThreeTexts();
        line.executor().execute(held.join()::release);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("two");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("three");
    }

    @Test
    void itIsGivenBackWhenTheConnectionEnds() throws Exception {
        sendThreeTexts();
        line.pipeline().firstContext().close().get(10, TimeUnit.SECONDS); // at once, as a broken line
        line.executor().submit(() -> {}).get(10, TimeUnit.SECONDS); // behind the turn that has closed it,
        line.executor()
                .submit(() -> {})
                .get(10, TimeUnit.SECONDS); // and behind that in which it is said to the handlers
        assertThat(heard).isEmpty();
        assertThat(arrived).hasSize(3).allMatch(frame -> frame.refCnt() == 0);
    }

    /** Has sent three, all of which have arrived and of which the first was heard. */
    private void sendThreeTexts() throws Exception {
        client = RawSocket.connect("127.0.0.1", port);
        assertThat(client.handshake("/", Map.of()).status()).isEqualTo(101);
        ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
        for (String text : List.of("one", "two", "three")) {
            atOnce.writeBytes(SentFrame.text(text).bytes());
        }
        client.send(atOnce.toByteArray());
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        line.executor().submit(() -> {}).get(10, TimeUnit.SECONDS);
        assertThat(arrived).hasSize(3);
    }

    private void accept(ServerWebSocket webSocket) {
        line = ((WebSocketInternal) webSocket).channelHandlerContext();
        line.pipeline().addBefore(line.name(), null, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                arrived.add((ReferenceCounted) frame);
                context.fireChannelRead(frame);
            }
        });
        Socket socket = new Socket(webSocket);
        socket.listen(1_000, 1_000, new Socket.Listener() {
            @Override
            public void heard() {
                // each text is noted below
            }

            @Override
            public void text(String text) {
                heard.add(text);
                if (held.complete(socket)) {
                    socket.hold();
                }
            }

            @Override
            public void binary(Buffer message) {
                throw new AssertionError("nobody says anything but text");
            }

            @Override
            public void closed(Ending ending) {
                // seen by the channel itself
            }
        });
    }
}
