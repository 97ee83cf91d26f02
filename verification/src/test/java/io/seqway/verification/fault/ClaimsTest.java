package io.seqway.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Never is something wrong with all nodes at once, nor with one node twice. */
class ClaimsTest {
    private final Claims<String> claims = new Claims<>(List.of("a", "b", "c"));

    @Test
    void whatIsTakenAlreadyIsNotTakenAgain() throws InterruptedException {
        assertThat(claims.take(2)).isEqualTo("c");
        assertThat(claims.take(2)).isEqualTo("a");
    }

    @Test
    void theLastOneIsNotTakenUntilAnotherOneIsGivenBack() throws Exception {
        claims.take(0);
        claims.take(1);
        CompletableFuture<String> third = CompletableFuture.supplyAsync(this::takeAny);
        assertThatThrownBy(() -> third.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        claims.giveBack("b");
        assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("b");
    }

    private String takeAny() {
        try {
            return claims.take(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
