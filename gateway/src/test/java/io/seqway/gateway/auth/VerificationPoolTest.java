package io.seqway.gateway.auth;

import static io.seqway.gateway.auth.Verifying.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Costly verifications run beside the event loops, on few threads, and not more wait than these can serve soon. */
@ExtendWith(VertxExtension.class)
class VerificationPoolTest {
    @Test
    void whoComesWhenTooManyWaitIsToldToComeAgain(Vertx vertx) throws Exception {
        VerificationPool pool = new VerificationPool(vertx, 1, 2);
        CountDownLatch gate = new CountDownLatch(1);
        Future<Boolean> first = pool.run(() -> {
            gate.await();
            return true;
        });
        Future<Boolean> second = pool.run(() -> true);

        assertThatThrownBy(() -> await(pool.run(() -> true))).cause().isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refusal.retryAfterMs()).isPositive();
        });

        gate.countDown();
        assertThat(await(first)).isTrue();
        assertThat(await(second)).isTrue();
        assertThat(await(pool.run(() -> true))).isTrue();
    }

    @Test
    void aVerificationThatFailsGivesItsPlaceBack(Vertx vertx) throws Exception {
        VerificationPool pool = new VerificationPool(vertx, 1, 1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> await(pool.run(() -> {
                        throw new IllegalStateException("bad");
                    })))
                    .hasMessageContaining("bad");
        }
        assertThat(await(pool.run(() -> true))).isTrue();
    }

    @Test
    void theEventLoopIsNotKeptAndIsWhereTheAnswerComes(Vertx vertx) throws Exception {
        SigningKey key = SigningKey.of("RS256", "k1");
        try (JwksServer provider = JwksServer.publishing(key)) {
            VerificationPool pool = new VerificationPool(vertx, 1, 2);
            CountDownLatch gate = new CountDownLatch(1);
            pool.run(() -> {
                gate.await();
                return true;
            });
            Verifying tokens = Verifying.by(vertx, Verifying.publicKeys(Verifying.at(provider.uri())), pool);
            AtomicBoolean atOnce = new AtomicBoolean(true);
            AtomicBoolean onLoop = new AtomicBoolean();
            Future<Identity> verified = tokens.start(key.token("ann"), answer -> {
                atOnce.set(answer.isComplete());
                answer.onComplete(done -> onLoop.set(Context.isOnEventLoopThread()));
                gate.countDown();
            });
            await(verified);
            assertThat(atOnce).isFalse();
            assertThat(onLoop).isTrue();
        }
    }
}
