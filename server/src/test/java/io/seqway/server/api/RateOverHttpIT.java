package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.service;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.TestMongo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user may ask only so fast, over however many connections, and is told when to come back. */
class RateOverHttpIT {
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(TestMongo.uri(), "--sends-per-second", "1", "--send-burst", "5");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sendsHaveTheLimitOfASocket() {
        List<Answer> answers = atOnce(i -> server.askLater(
                "POST", messages("sends"), Map.of("Authorization", "Bearer " + user("ann")), message("m" + i, i)));
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 201).toList();
        assertThat(answers.size() - refused.size()).isGreaterThanOrEqualTo(5);
        assertThat(refused).isNotEmpty();
        for (Answer answer : refused) {
            answer.isProblem(429, "rate-limited").naming("sends-per-second=1");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().path("retryAfterMs").asLong()).isBetween(1L, 1_000L);
        }
        server.post(messages("sends"), user("bob"), message("m1", 1)).is(201);
    }

    @Test
    void readsHaveALimitToo() {
        List<Answer> answers = atOnce(i -> server.askLater(
                "GET", messages("reads") + "?after=0", Map.of("Authorization", "Bearer " + user("ann")), ""));
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .isNotEmpty()
                .allSatisfy(answer -> answer.isProblem(429, "rate-limited").naming("reads-per-second=25"));
    }

    @Test
    void refreshesHaveALimitToo() {
        List<Answer> answers = atOnce(i ->
                server.askLater("POST", "/api/auth/refresh", Map.of("Authorization", "Bearer " + user("ann")), ""));
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .isNotEmpty()
                .allSatisfy(answer -> answer.isProblem(429, "rate-limited").naming("refreshes-per-second=1"));
    }

    @Test
    void servicesAreExempt() {
        assertThat(atOnce(i -> server.askLater(
                        "POST",
                        messages("services"),
                        Map.of("Authorization", "Bearer " + service()),
                        message("m" + i, i))))
                .allSatisfy(answer -> answer.is(201));
    }

    private static List<Answer> atOnce(IntFunction<CompletableFuture<Answer>> request) {
        List<CompletableFuture<Answer>> all =
                IntStream.range(0, 100).mapToObj(request).toList();
        return all.stream().map(CompletableFuture::join).toList();
    }
}
