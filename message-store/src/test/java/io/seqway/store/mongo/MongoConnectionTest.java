package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.mongodb.ConnectionString;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import io.seqway.store.StoreOptions;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address of MongoDB becomes before it is used. */
class MongoConnectionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://a",
                "mongodb://a:1,b:2",
                "mongodb://a/",
                "mongodb://a/db",
                "mongodb://a/?replicaSet=rs0",
                "mongodb://u:p@a/db?replicaSet=rs0&w=majority",
                "mongodb://a/?w=majority&journal=true&readConcernLevel=majority&readPreference=primary"
            })
    void everythingThatSafetyNeedsIsSaid(String uri) {
        ConnectionString safe = new ConnectionString(MongoConnection.safe(uri));
        assertThat(safe.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
        assertThat(safe.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(safe.getHosts()).isEqualTo(new ConnectionString(uri).getHosts());
        assertThat(safe.getServerSelectionTimeout()).isEqualTo(5_000);
        assertThat(safe.getConnectTimeout()).isEqualTo(3_000);
    }

    @Test
    void noWaitIsWithoutEnd() {
        JsonObject config = MongoConnection.config(new StoreOptions("mongodb://a", "db", true));
        assertThat(config.getInteger("socketTimeoutMS")).isEqualTo(5_000);
        assertThat(config.getInteger("waitQueueTimeoutMS")).isEqualTo(5_000);
    }

    @Test
    void timesThatTheAddressNamesAreKept() {
        String uri =
                "mongodb://a/?serverSelectionTimeoutMS=1&connectTimeoutMS=2&socketTimeoutMS=3&waitQueueTimeoutMS=4";
        JsonObject config = MongoConnection.config(new StoreOptions(uri, "db", true));
        assertThat(config.fieldNames()).containsExactlyInAnyOrder("connection_string", "db_name");
        assertThat(config.getString("connection_string"))
                .startsWith(uri)
                .doesNotContainPattern("TimeoutMS=5|TimeoutMS=30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://a/?w=1",
                "mongodb://a/?w=0",
                "mongodb://a/?w=2",
                "mongodb://a/?w=majority&journal=false",
                "mongodb://a/?journal=false",
                "mongodb://a/?readConcernLevel=local",
                "mongodb://a/?readPreference=secondaryPreferred"
            })
    void anAddressThatAsksForLessIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoConnection.safe(uri))
                .withMessageContaining("mongo-uri asks for an unsafe");
    }

    @ParameterizedTest
    @CsvSource({
        "w=1, w=1",
        "w=majority&journal=false, journal=false",
        "journal=true, journal without w",
        "wtimeoutMS=1, wtimeoutMS without w"
    })
    void whatIsUnsafeIsNamed(String options, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoConnection.safe("mongodb://a/?" + options))
                .withMessage("mongo-uri asks for an unsafe write concern, " + named
                        + ": leave it out, or say w=majority&journal=true");
    }
}
