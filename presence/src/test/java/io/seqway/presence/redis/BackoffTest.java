package io.seqway.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(7));

    @Test
    void waitsLongerEachTimeUpToAMost() {
        for (long full = Backoff.FIRST_MS; full < Backoff.MOST_MS; full *= 2) {
            assertThat(backoff.nextMs()).isBetween(full / 2, full);
        }
        assertThat(backoff.nextMs()).isBetween(Backoff.MOST_MS / 2, Backoff.MOST_MS);
        assertThat(backoff.nextMs()).isBetween(Backoff.MOST_MS / 2, Backoff.MOST_MS);
    }

    @Test
    void doesNotWaitTheSameTwice() {
        LongStream.range(0, 5).forEach(i -> backoff.nextMs());

        assertThat(LongStream.generate(backoff::nextMs).limit(20).distinct().count())
                .isGreaterThan(10);
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.nextMs();
        backoff.nextMs();

        backoff.reset();

        assertThat(backoff.nextMs()).isLessThanOrEqualTo(Backoff.FIRST_MS);
    }
}
