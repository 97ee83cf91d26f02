package io.seqway.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What of a client's typing is passed on. */
class TypistTest {
    private final Typist typist = new Typist();

    @Test
    void whatIsRepeatedWithinASecondIsNotPassedOn() {
        assertThat(typist.says("a", true, 0)).isTrue();
        assertThat(typist.says("a", true, Typist.REPEAT_MS - 1)).isFalse();
        assertThat(typist.says("a", true, Typist.REPEAT_MS)).isTrue();
        assertThat(typist.says("b", true, Typist.REPEAT_MS)).as("another room").isTrue();
    }

    @Test
    void theEndIsPassedOnOnceAndOnlyAfterABeginning() {
        assertThat(typist.says("a", false, 0)).isFalse();
        typist.says("a", true, 0);

        assertThat(typist.says("a", false, 1)).isTrue();
        assertThat(typist.says("a", false, 2)).isFalse();
        assertThat(typist.says("a", true, 3)).as("it begins anew at once").isTrue();
    }

    @Test
    void aMessageEndsIt() {
        typist.says("a", true, 0);

        assertThat(typist.ends("a")).isTrue();
        assertThat(typist.ends("a")).isFalse();
    }
}
