package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.retention.Retention;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule that stands in the document of a room. */
class MongoRoomRulesTest {
    private static Optional<Retention> rule(String room) {
        return MongoRoomRules.rule(new JsonObject(room));
    }

    @Test
    void aRoomWithoutARetentionHasNoRuleOfItsOwn() {
        assertThat(rule("{\"_id\":\"a\",\"title\":\"x\"}")).isEmpty();
        assertThat(rule("{\"_id\":\"a\",\"retention\":null}")).isEmpty();
    }

    @Test
    void ageInSecondsAndNumberOfEitherOfWhichMayBeAbsent() {
        assertThat(rule("{\"retention\":{\"maxAgeSeconds\":7200,\"maxEntries\":10}}"))
                .contains(new Retention(7_200_000, 10));
        assertThat(rule("{\"retention\":{\"maxAgeSeconds\":86400}}")).contains(new Retention(86_400_000, 0));
        assertThat(rule("{\"retention\":{\"maxEntries\":9000000000}}")).contains(new Retention(0, 9_000_000_000L));
    }

    @Test
    void anEmptyOneKeepsAll() {
        assertThat(rule("{\"retention\":{}}")).contains(Retention.FOREVER);
        assertThat(rule("{\"retention\":{\"maxEntries\":null}}")).contains(Retention.FOREVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"7", "\"7\"", "[]", "{\"maxEntries\":-1}", "{\"maxEntries\":\"7\"}", "{\"maxAgeSeconds\":true}"})
    void whatIsNoRuleKeepsAll(String wrong) {
        assertThat(rule("{\"_id\":\"a\",\"retention\":" + wrong + "}")).contains(Retention.FOREVER);
    }
}
