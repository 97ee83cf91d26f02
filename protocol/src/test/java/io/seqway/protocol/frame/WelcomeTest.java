package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.Limits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a client is told to ping: so that it is not closed for its silence in between. */
class WelcomeTest {
    @ParameterizedTest
    @CsvSource({"1, 500", "5, 2500", "60, 30000", "75, 30000", "86400, 30000"})
    void aClientPingsTwiceBeforeItCountsAsIdle(int idleSeconds, long intervalMs) {
        Limits limits = new Limits(65_536, 32_768, 32, 512, 256, 100, 200, 5, idleSeconds, 1_048_576, 8_388_608);
        assertThat(new String(ServerFrames.welcome("s", "ann", "n", limits, 0), StandardCharsets.UTF_8))
                .contains("\"intervalMs\":" + intervalMs + ",");
    }
}
