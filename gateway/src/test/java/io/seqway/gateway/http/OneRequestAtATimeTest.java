package io.seqway.gateway.http;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes before the request in front of it is answered is dropped, and the connection ends with that answer. */
@ExtendWith(VertxExtension.class)
class OneRequestAtATimeTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new OneRequestAtATime());

    @Test
    void oneBehindTheAnswerIsTaken() {
        ask(LastHttpContent.EMPTY_LAST_CONTENT);
        answer(HttpResponseStatus.OK);
        ask(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.inboundMessages()).hasSize(4);
        answer(HttpResponseStatus.OK);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void oneThatIsTooEarlyIsGivenBackAtOnce() {
        ask(LastHttpContent.EMPTY_LAST_CONTENT);
        LastHttpContent body = new DefaultLastHttpContent(Unpooled.buffer().writeByte('x'));
        ask(body);
        assertThat(channel.inboundMessages()).hasSize(2);
        assertThat(body.refCnt()).isZero();
        answer(HttpResponseStatus.OK);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anInterimAnswerIsNone() {
        ask(LastHttpContent.EMPTY_LAST_CONTENT);
        answer(HttpResponseStatus.CONTINUE);
        ask(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.inboundMessages()).hasSize(2);
    }

    @Test
    void aServerAnswersTheFirstOfTwoAndEnds(Vertx vertx) throws Exception {
        Handler<RoutingContext> late =
                asked -> vertx.setTimer(500, id -> asked.response().end());
        ServedRoutes routes =
                ServedRoutes.on(vertx, false, router -> router.get("/late").handler(late));
        try (var socket = routes.connect()) {
            socket.send("GET /late HTTP/1.1\r\nHost: localhost\r\n\r\nGET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.readHead().status()).isEqualTo(200);
            socket.awaitEnd(Duration.ofSeconds(4));
        }
    }

    private void ask(LastHttpContent body) {
        channel.writeInbound(new DefaultHttpRequest(HTTP_1_1, HttpMethod.POST, "/"), body);
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HTTP_1_1, status));
    }
}
