package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import org.junit.jupiter.api.Test;

/** What the doctor makes of what the driver says. */
class MongoReasonTest {
    private static final String WAITED =
            "Timed out while waiting for a server that matches ReadPreferenceServerSelector"
                    + "{readPreference=primary}. Client view of cluster state is {type=REPLICA_SET, servers=[";

    @Test
    void namesEachServerWithTheInnermostCause() {
        assertThat(of(
                        "{address=a:27017, type=UNKNOWN, state=CONNECTING, exception={com.mongodb.MongoSocketOpenException:"
                                + " Exception opening socket}, caused by {java.net.ConnectException: Connection refused}},"
                                + " {address=b:27017, type=UNKNOWN, state=CONNECTING,"
                                + " exception={com.mongodb.MongoSocketException: b: Name or service not known}}]"))
                .isEqualTo("a:27017 cannot be reached: Connection refused;"
                        + " b:27017 cannot be reached: b: Name or service not known");
    }

    @Test
    void saysThatThereIsNoPrimary() {
        assertThat(of("{address=a:27017, type=REPLICA_SET_SECONDARY, roundTripTime=1.0 ms, state=CONNECTED}]"))
                .isEqualTo("a:27017 answers, but is no primary");
    }

    @Test
    void saysThatItIsAnotherReplicaSet() {
        assertThat(of("]")).isEqualTo("who answers there is not of the replica set that mongo-uri names");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        MongoCredential credential = MongoCredential.createCredential("user", "admin", new char[0]);
        assertThat(MongoReason.of(new IllegalStateException(
                        "first", new MongoSecurityException(credential, "Exception authenticating"))))
                .contains("user name or the password");
    }

    private static String of(String servers) {
        return MongoReason.of(new MongoTimeoutException(WAITED + servers));
    }
}
