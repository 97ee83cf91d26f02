package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers answer that a test cannot make one answer at will. */
class LogCollectionTest {
    private static final JsonObject INFO = new JsonObject("{\"name\":\"log\",\"type\":\"collection\",\"options\":{}}");
    private static final JsonObject KEY =
            new JsonObject("{\"name\":\"message_key\",\"key\":{\"key\":1.0},\"unique\":true}");

    private static LogCollection with(JsonObject index) {
        return new LogCollection("chat", INFO, List.of(index));
    }

    @Test
    void anIndexKeepsNothingUniqueBeforeItIsBuilt() {
        JsonObject building = new JsonObject().put("buildUUID", "x").put("spec", KEY);
        assertThat(with(building).fault())
                .contains("the index message_key of log of database chat is still being built; start again when it"
                        + " is done");
        assertThat(with(building).lacksKeyIndex()).isFalse();
        assertThat(with(KEY).fault()).isEmpty();
    }

    @Test
    void theSimpleCollationIsNone() {
        JsonObject simple = KEY.copy().put("collation", new JsonObject().put("locale", "simple"));
        assertThat(with(simple).fault()).isEmpty();
    }

    @Test
    void anIndexThatRemovesEntriesIsAFault() {
        JsonObject expiring = new JsonObject("{\"name\":\"old\",\"key\":{\"at\":1},\"expireAfterSeconds\":60}");
        assertThat(new LogCollection("chat", INFO, List.of(KEY, expiring)).fault())
                .contains("the index old of log of database chat would refuse or remove entries; drop it:"
                        + " db.log.dropIndex(\"old\")");
    }
}
