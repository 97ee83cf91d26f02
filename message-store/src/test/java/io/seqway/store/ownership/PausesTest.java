package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a node pauses is said once, and not blamed on MongoDB if the node itself stood still. */
class PausesTest {
    private final List<String> lines = new ArrayList<>();
    private final Pauses pauses = new Pauses(lines::add);
    private long now = 1_000;

    private void lookFor(long ms) {
        for (long end = now + ms; now < end; now += Ownership.BEAT_MS) {
            pauses.look(now);
        }
    }

    @Test
    void mongoDbThatDoesNotAnswerIsNamedOnce() {
        lookFor(Ownership.LEASE_MS + Ownership.BEAT_MS);
        pauses.failed(new IllegalStateException("connection refused"));
        pauses.begin();
        pauses.begin();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("no good beat for 6000 ms, paused until there is one")
                .contains("connection refused");
    }

    @Test
    void aProcessThatStoodStillSaysSoAndForHowLong() {
        lookFor(2_000);
        pauses.end();
        long last = now - Ownership.BEAT_MS;
        now = last + 9_000;
        pauses.look(now);
        pauses.failed(new IllegalStateException("no answer, since nobody listened"));
        pauses.begin();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("this process itself stood still for 9000 ms")
                .doesNotContain("MongoDB", "no answer");
    }

    @Test
    void aStandstillIsForgottenWithAGoodBeat() {
        pauses.look(now);
        now += 9_000;
        pauses.look(now);
        pauses.begin();
        pauses.end();
        lookFor(Ownership.LEASE_MS);
        pauses.begin();
        assertThat(lines).hasSize(2).last().asString().endsWith("MongoDB does not answer");
    }
}
