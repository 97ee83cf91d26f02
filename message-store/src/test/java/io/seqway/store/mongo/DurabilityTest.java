package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Whether a replica set keeps through a power failure what it says a majority has. */
class DurabilityTest {
    @Test
    void aMajorityWithoutItsJournalsIsNotEnough() {
        assertThat(Durability.isJournaled(new JsonObject().put("writeConcernMajorityJournalDefault", false)))
                .isFalse();
    }

    @Test
    void journalsAreTheDefault() {
        assertThat(Durability.isJournaled(new JsonObject())).isTrue();
        assertThat(Durability.isJournaled(new JsonObject().put("writeConcernMajorityJournalDefault", true)))
                .isTrue();
    }
}
