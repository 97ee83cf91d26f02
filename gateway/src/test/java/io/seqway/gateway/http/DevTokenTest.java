package io.seqway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code POST /api/dev/token} takes, and what it says is wrong. */
@ExtendWith(VertxExtension.class)
class DevTokenTest {
    private ServedRoutes routes;

    @BeforeEach
    void serve(Vertx vertx) throws Exception {
        routes = ServedRoutes.on(vertx, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"userId\": | the body must be a JSON object",
                "[1] | the body must be a JSON object",
                "`` | the body must be a JSON object",
                "{} | userId must be",
                "{\"userId\":7} | userId must be",
                "{\"userId\":\"ann\",\"ttlSeconds\":0} | ttlSeconds must be"
            })
    void whatIsWrongIsNamed(String body, String detail) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("detail")).startsWith(detail);
    }

    @Test
    void whoAsksGetsAToken() throws Exception {
        HttpResponse<String> answer = post("{\"userId\":\"ann\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("token")).isNotEmpty();
    }

    private HttpResponse<String> post(String body) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + routes.port() + "/api/dev/token");
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder().version(Version.HTTP_1_1).build().send(request, BodyHandlers.ofString());
    }
}
