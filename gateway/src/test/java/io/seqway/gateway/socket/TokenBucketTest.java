package io.seqway.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many may come at once, and how many in the long run. */
class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(10, 3, 0);

    @Test
    void aBurstMayComeAtOnceAndNoMore() {
        assertThat(taken(0, 10)).isEqualTo(3);
    }

    @Test
    void tokensComeBackAtTheirRate() {
        taken(0, 3);
        assertThat(bucket.tryTake(TimeUnit.MILLISECONDS.toNanos(90))).isFalse();
        assertThat(bucket.tryTake(TimeUnit.MILLISECONDS.toNanos(101))).isTrue();
    }

    @Test
    void noMoreThanABurstIsSaved() {
        assertThat(taken(TimeUnit.HOURS.toNanos(1), 10)).isEqualTo(3);
    }

    @Test
    void itSaysWhenTheNextOneComes() {
        taken(0, 3);
        assertThat(bucket.msToNext()).isEqualTo(100);
    }

    private int taken(long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(now) ? 1 : 0;
        }
        return taken;
    }
}
