package io.seqway.gateway.auth;

import static io.seqway.gateway.auth.Verifying.at;
import static io.seqway.gateway.auth.Verifying.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An unknown kid makes the keys be read again: once for all who wait, and not as often as somebody likes. */
@ExtendWith(VertxExtension.class)
class KeyRotationTest {
    private final SigningKey old = SigningKey.of("RS256", "old");
    private final SigningKey next = SigningKey.of("RS256", "next");
    private final JwksServer provider = JwksServer.publishing(old);

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void aNewKeyIsFoundAndTheOldOneGoesWithItsPublication(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        tokens.believed(old.token("ann"));
        assertThat(provider.requests())
                .as("keys that are known are not read again")
                .isOne();

        provider.publish(old, next);
        tokens.believed(next.token("ann"));
        tokens.believed(old.token("ann"));
        assertThat(provider.requests()).isEqualTo(2);

        provider.publish(next);
        await(tokens.keyring().replace(Verifying.publicKeys(at(provider.uri()))));
        tokens.refused(old.token("ann"));
        tokens.believed(next.token("ann"));
    }

    @Test
    void aFileIsReadAgainToo(Vertx vertx, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), JwksServer.jwks(old));
        Verifying tokens = Verifying.by(vertx, Verifying.in(file));
        tokens.refused(next.token("ann"));

        Files.writeString(file, JwksServer.jwks(next));
        tokens.believed(old.token("ann"));
        tokens.believed(next.token("ann"));
    }

    @Test
    void manyWhoComeAtOnceWaitForOneReading(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        CountDownLatch gate = new CountDownLatch(1);
        provider.publishBehind(gate, old, next);

        String token = next.token("ann");
        List<Future<Identity>> waiting =
                IntStream.range(0, 200).mapToObj(i -> tokens.start(token)).toList();
        tokens.believed(old.token("ann"));
        gate.countDown();

        for (Future<Identity> one : waiting) {
            assertThat(await(one).userId()).isEqualTo("ann");
        }
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void whoInventsNamesOfKeysDoesNotMakeTheProviderWork(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        for (int i = 0; i < 100; i++) {
            tokens.refused(next.as("RS256", "invented-" + i).token("ann"));
        }
        assertThat(provider.requests())
                .as("the first one, and a burst of three")
                .isBetween(2, 5);
        tokens.believed(old.token("ann"));
    }

    @Test
    void whatNoKeyCouldSignIsNotAskedFor(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        for (String algorithm : List.of("HS256", "none", "PS256", "RS1", "ES512")) {
            tokens.refused(next.signed(java.util.Map.of("alg", algorithm), java.util.Map.of("sub", "ann")));
        }
        tokens.refused(next.as("RS256", "k".repeat(257)).token("ann"));
        tokens.refused("not-a-token");
        assertThat(provider.requests()).isOne();
    }

    @Test
    void aProviderThatFailsDoesNotTakeTheKnownKeysAway(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        provider.fail(500, "/");
        tokens.refused(next.token("ann"), ErrorCode.UNAVAILABLE);
        tokens.believed(old.token("ann"));

        provider.answer("<html>maintenance</html>");
        tokens.refused(next.token("ann"), ErrorCode.UNAVAILABLE);
        tokens.believed(old.token("ann"));

        provider.publish(old, next);
        tokens.believed(next.token("ann"));
    }

    @Test
    void aRedirectionIsNotFollowed(Vertx vertx) throws Exception {
        try (JwksServer foreign = JwksServer.publishing(next)) {
            Verifying tokens = Verifying.by(vertx, at(provider.uri()));
            provider.fail(302, foreign.uri().toString());
            tokens.refused(next.token("ann"), ErrorCode.UNAVAILABLE);
            assertThat(foreign.requests()).isZero();
        }
    }

    @Test
    void aFloodIsCut(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        provider.flood(100);
        tokens.refused(next.token("ann"), ErrorCode.UNAVAILABLE);
        assertThat(provider.flooded())
                .as("MiB that the network took before it was cut")
                .isLessThan(20);
        tokens.believed(old.token("ann"));
    }

    @Test
    void aProviderThatHangsIsGivenUpAndHoldsNobodyElse(Vertx vertx) throws Exception {
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        for (Runnable hanging : List.<Runnable>of(provider::hang, provider::hangAmidAnswer)) {
            hanging.run();
            long began = System.nanoTime();
            Future<Identity> waiting = tokens.start(next.token("ann"));
            tokens.believed(old.token("ann"));
            assertThat(waiting.isComplete()).isFalse();
            tokens.refused(next.token("ann"), ErrorCode.UNAVAILABLE);
            assertThat(System.nanoTime() - began).isBetween(1_500_000_000L, 4_900_000_000L);
        }
        provider.publish(old, next);
        tokens.believed(next.token("ann"));
    }

    @Test
    void aProviderThatWasNeverThereIsAskedUntilItIs(Vertx vertx) throws Exception {
        provider.fail(503, "/");
        Verifying tokens = Verifying.by(vertx, at(provider.uri()));
        assertThat(tokens.keyring().problem()).contains(provider.uri().getPath(), "never read");
        tokens.refused(old.token("ann"), ErrorCode.UNAVAILABLE);

        provider.publish(old);
        tokens.believed(old.token("ann"));
        assertThat(tokens.keyring().problem()).isNull();
    }
}
