package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who waited in vain is told for how long, and not which class of which library noticed it. */
@ExtendWith(VertxExtension.class)
class TimeLimitTest {
    @Test
    void anAnswerThatDoesNotComeIsSaidInWords(Vertx vertx) throws Exception {
        Promise<Void> never = ((ContextInternal) vertx.getOrCreateContext()).promise();
        Future<Void> limited = new TimeLimit(20).on(never.future());
        limited.transform(ended -> Future.succeededFuture())
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(limited.cause()).hasToString("MongoDB did not answer within 20 ms");
    }

    @Test
    void whatFailsOtherwiseStaysAsItIs() {
        Throwable cause = new IllegalStateException("connection refused");
        assertThat(new TimeLimit(20).on(Future.failedFuture(cause)).cause()).isSameAs(cause);
    }
}
