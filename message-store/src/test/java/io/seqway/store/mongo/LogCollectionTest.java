package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers answer that a test cannot make one answer at will. */
class LogCollectionTest {
    private static final JsonObject INFO = new JsonObject("{\"name\":\"log\",\"type\":\"collection\",\"options\":{}}");
    private static final JsonObject KEY =
            new JsonObject("{\"name\":\"message_key\",\"key\":{\"key\":1.0},\"unique\":true}");

    private static final JsonObject CHANGES =
            new JsonObject("{\"name\":\"target_version\",\"key\":{\"target\":1,\"version\":-1.0},\"sparse\":true}");
    private static final JsonObject OUTBOX =
            new JsonObject("{\"name\":\"outbox\",\"key\":{\"outbox\":1},\"sparse\":true}");

    private static LogCollection with(JsonObject... indexes) {
        List<JsonObject> all = new ArrayList<>(List.of(indexes));
        all.add(CHANGES);
        all.add(OUTBOX);
        return new LogCollection("chat", INFO, all);
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
    void anIndexFindsNothingBeforeItIsBuilt() {
        JsonObject building = new JsonObject().put("buildUUID", "x").put("spec", CHANGES);
        LogCollection log = new LogCollection("chat", INFO, List.of(KEY, building, OUTBOX));
        assertThat(log.finds(SearchIndex.CHANGES)).isFalse();
        assertThat(log.lackedSearchIndexes()).as("to be waited for").containsExactly(SearchIndex.CHANGES);
        assertThat(log.fault()).isPresent();
    }

    @Test
    void allIndexesThatAreMissingAreNamed() {
        assertThat(new LogCollection("chat", INFO, List.of()).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("message_key", "target_version", "outbox"));
    }

    @Test
    void theSimpleCollationIsNone() {
        JsonObject simple = KEY.copy().put("collation", new JsonObject().put("locale", "simple"));
        assertThat(with(simple).fault()).isEmpty();
    }

    @Test
    void anIndexThatRemovesEntriesIsAFault() {
        JsonObject expiring = new JsonObject("{\"name\":\"old\",\"key\":{\"at\":1},\"expireAfterSeconds\":60}");
        assertThat(with(KEY, expiring).fault())
                .contains("the index old of log of database chat would refuse or remove entries; drop it:"
                        + " db.log.dropIndex(\"old\")");
    }
}
