package io.seqway.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final ManagementVerticle management = new ManagementVerticle("127.0.0.1", 0, health::mount);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean storeUp = true;
    private volatile boolean presenceUp = true;

    @BeforeEach
    void serve() throws TimeoutException {
        vertx.deployVerticle(management).await(10, TimeUnit.SECONDS);
        health.needs("message-store", () -> storeUp ? null : "an index is gone");
        health.mayMiss("presence", () -> presenceUp ? null : "Redis does not answer");
    }

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + management.actualPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void assertReady(int code, String status) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(new JsonObject(response.body()).getString("status")).isEqualTo(status);
    }

    @Test
    void aNodeIsReadyFromTheEndOfItsStartToTheBeginningOfItsStop() throws Exception {
        assertReady(503, "starting");
        health.serving();
        assertReady(200, "ready");
        health.stopping();
        assertReady(503, "stopping");
    }

    @Test
    void withoutAPartThatItNeedsTheNodeIsNotReady() throws Exception {
        health.serving();
        storeUp = false;

        assertReady(503, "unavailable");
        JsonObject body = new JsonObject(get("/health/ready").body());
        assertThat(body.getJsonObject("parts"))
                .isEqualTo(new JsonObject().put("message-store", "down").put("presence", "up"));
        assertThat(body.getJsonObject("problems")).isEqualTo(new JsonObject().put("message-store", "an index is gone"));
    }

    @Test
    void withoutPresenceTheNodeIsDegradedAndReadyAllTheSame() throws Exception {
        health.serving();
        presenceUp = false;

        assertReady(200, "degraded");
    }

    @Test
    void aNodeIsAliveWhateverItMisses() throws Exception {
        storeUp = false;
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getString("status")).isEqualTo("up");
        assertThat(body.getLong("uptime")).isNotNegative();
        assertThat(body.getJsonObject("memory").getLong("heapUsed")).isPositive();
    }
}
