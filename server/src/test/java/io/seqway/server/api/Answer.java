package io.seqway.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** What the API has said. */
record Answer(HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        return response.statusCode();
    }

    String text() {
        return response.body();
    }

    JsonNode json() {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first header of this name, or {@code null}. */
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** It says that all went well, by this status. */
    Answer is(int status) {
        assertThat(status()).as("%s", text()).isEqualTo(status);
        return this;
    }

    /** It is a problem of this kind. */
    Answer isProblem(int status, String code) {
        assertThat(status()).as("%s", text()).isEqualTo(status);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json().path("title").asText()).isEqualTo(code);
        assertThat(json().path("type").asText()).isEqualTo("urn:seqway:" + code);
        assertThat(json().path("status").asInt()).isEqualTo(status);
        return this;
    }

    /** It is a problem whose detail has these words. */
    Answer saying(String words) {
        assertThat(json().path("detail").asText()).contains(words);
        return this;
    }

    /** It names this limit, and its value. */
    Answer naming(String limit) {
        assertThat(json().path("limit").asText()).isEqualTo(limit);
        return this;
    }
}
