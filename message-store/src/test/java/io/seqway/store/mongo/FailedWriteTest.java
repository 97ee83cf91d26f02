package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import io.seqway.store.log.AppendResult;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What a failed write says of its entries, and what it leaves open (docs/architecture.md, "What came back from a write"). */
class FailedWriteTest {
    private static final int DUPLICATE_KEY = 11000;
    private static final int TOO_LARGE = 10334;
    private static final int NOT_PRIMARY = 10107;
    private static final WriteConcernError NO_MAJORITY_IN_TIME =
            new WriteConcernError(64, "WriteConcernTimeout", "waiting for replication timed out", new BsonDocument());

    @Test
    void aTakenNameStopsTheWriteThere() {
        assertThat(result(error(DUPLICATE_KEY, 2), null)).isEqualTo(new AppendResult.Collided(2));
    }

    @Test
    void anEntryThatCanNeverBeStoredStopsTheWriteThere() {
        assertThat(result(error(TOO_LARGE, 1), null)).isEqualTo(new AppendResult.Rejected(1, "error 10334"));
    }

    @Test
    void withoutAMajorityNothingIsKnownNotEvenOfWhatIsInFrontOfATakenName() {
        assertThat(result(error(DUPLICATE_KEY, 2), NO_MAJORITY_IN_TIME)).isInstanceOf(AppendResult.Unknown.class);
        assertThat(result(List.of(), NO_MAJORITY_IN_TIME)).isInstanceOf(AppendResult.Unknown.class);
    }

    @Test
    void anErrorThatMayPassLeavesAllOfItOpen() {
        assertThat(result(error(NOT_PRIMARY, 0), null)).isInstanceOf(AppendResult.Unknown.class);
    }

    @Test
    void aConnectionWithoutAnAnswerLeavesAllOfItOpen() {
        Throwable silent = new MongoSocketReadTimeoutException("no answer", new ServerAddress("db1"), null);
        assertThat(MongoRoomLog.classify(silent)).isEqualTo(new AppendResult.Unknown(silent));
    }

    private static List<BulkWriteError> error(int code, int index) {
        return List.of(new BulkWriteError(code, "error " + code, new BsonDocument(), index));
    }

    private static AppendResult result(List<BulkWriteError> errors, WriteConcernError concern) {
        return MongoRoomLog.classify(new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), errors, concern, new ServerAddress("db1"), Set.of()));
    }
}
