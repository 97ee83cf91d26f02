package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is put into frames as it is, so it must be JSON. */
class BodyTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"null", "1e400", "\"\"", " {\"a\":[1,{}]} ", "\"\\ud800\"", "{\"a\":1,\"a\":2}"})
    void oneValueIsTaken(String body) {
        assertThat(BodyText.isJson(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{\"a\":", "[1", "1 2", "{},", "]", "{\"a\":1}}", "\"x", "nul", "'x'", "{a:1}", "\"\n\""
            })
    void everythingElseIsNot(String body) {
        assertThat(BodyText.isJson(body)).isFalse();
    }

    @Test
    void whatWasTakenUnderOtherLimitsStaysReadable() {
        assertThat(BodyText.isJson("[".repeat(5_000) + "]".repeat(5_000))).isTrue();
        assertThat(BodyText.isJson("1".repeat(5_000))).isTrue();
    }
}
