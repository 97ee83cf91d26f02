package io.seqway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code POST /api/dev/restart} reaches every event loop of a development server, and is not there elsewhere. */
@ExtendWith(VertxExtension.class)
class DevRestartTest {
    @Test
    void everyLoopSendsItsClientsAway(Vertx vertx) throws Exception {
        CountDownLatch told = new CountDownLatch(2);
        DevRestart.listen(vertx.eventBus(), told::countDown);
        DevRestart.listen(vertx.eventBus(), told::countDown);
        assertThat(post(ServedRoutes.on(vertx, true))).isEqualTo(204);
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerForUseDoesNotKnowIt(Vertx vertx) throws Exception {
        assertThat(post(ServedRoutes.on(vertx, false))).isEqualTo(405);
    }

    private static int post(ServedRoutes routes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + routes.port() + DevRestart.PATH))
                .POST(BodyPublishers.noBody())
                .build();
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
