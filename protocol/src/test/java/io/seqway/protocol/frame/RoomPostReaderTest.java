package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a room is to be kept is read as it was meant, or refused by name. */
class RoomPostReaderTest {
    private final RoomPostReader reader = new RoomPostReader(Limits.DEFAULTS);

    private RoomContent retention(String rule) {
        return reader.change("{\"retention\": " + rule + "}");
    }

    @Test
    void aRuleLimitsTheAgeOrTheNumberOrBothOrNothing() {
        assertThat(retention("{\"maxAgeSeconds\": 86400}").retention()).isEqualTo(new RoomRetention(86_400, 0));
        assertThat(retention("{\"maxEntries\": 1, \"maxAgeSeconds\": null}").retention())
                .isEqualTo(new RoomRetention(0, 1));
        assertThat(retention("{\"maxAgeSeconds\": 1, \"maxEntries\": 9007199254740991}")
                        .retention())
                .isEqualTo(new RoomRetention(1, Limits.MAX_SEQ));
        assertThat(retention("{}").retention()).isEqualTo(new RoomRetention(0, 0));
        assertThat(retention("{}").retentionOfAll()).isFalse();
    }

    @Test
    void nullTakesItAwayAndNothingLeavesIt() {
        RoomContent away = retention("null");
        assertThat(away.retention()).isNull();
        assertThat(away.retentionOfAll()).isTrue();
        RoomContent left = reader.change("{\"title\": \"x\"}");
        assertThat(left.retention()).isNull();
        assertThat(left.retentionOfAll()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxAgeSeconds\": 0} | maxAgeSeconds",
                "{\"maxEntries\": 0} | maxEntries",
                "{\"maxEntries\": -1} | maxEntries",
                "{\"maxEntries\": 1.5} | maxEntries",
                "{\"maxEntries\": \"1\"} | maxEntries",
                "{\"maxEntries\": 9007199254740992} | maxEntries",
                "{\"maxAge\": 1} | maxAge",
                "[] | retention",
                "7 | retention"
            })
    void anythingElseIsRefused(String rule, String named) {
        assertThatThrownBy(() -> retention(rule)).isInstanceOf(Refusal.class).hasMessageContaining(named);
    }

    @Test
    void aChangeOfNothingIsRefused() {
        assertThatThrownBy(() -> reader.change("{}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("retention");
    }
}
