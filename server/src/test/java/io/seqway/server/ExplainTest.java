package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.config.Config.Cluster;
import io.seqway.server.config.Setting;
import java.net.BindException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {

    @Test
    void aPortInUseIsNamedWithTheFlagThatChangesIt() {
        Throwable failure = new IllegalStateException(new BindException("Address already in use"));

        assertThat(Explain.listening(failure, "0.0.0.0", 8080, Setting.PORT))
                .hasMessage("port 8080 is in use by another process; stop it or give another port (--port)")
                .hasCause(failure);
    }

    @Test
    void anAddressOfAnotherMachineIsNotAPortInUse() {
        assertThat(Explain.listening(new BindException("Cannot assign requested address"), "10.1.2.3", 1, Setting.PORT))
                .hasMessage("10.1.2.3 is not an address of this machine (--host)");
    }

    @Test
    void aPortThatNeedsPrivilegesIsToldApart() {
        assertThat(Explain.listening(new SocketException("Permission denied"), "0.0.0.0", 80, Setting.PORT))
                .hasMessage("port 80 may not be used by this user; give one above 1023 (--port)");
    }

    @Test
    void aClusterPortInUseIsNamedWithItsPartner() {
        assertThat(Explain.cluster(
                        new BindException("Address already in use"),
                        new Cluster("seqway", "127.0.0.1", 5701, List.of(), Optional.empty())))
                .hasMessage("port 5701 or 5702 of 127.0.0.1 cannot be used by the cluster; give others"
                        + " (--cluster-port, --cluster-host)");
    }

    @Test
    void anUnsafeMongoAddressIsAWrongSetting() {
        StartFailure failure = Explain.messageStore(new IllegalArgumentException("an unsafe write concern"), "");

        assertThat(failure).hasMessage("cannot use --mongo-uri: an unsafe write concern");
        assertThat(failure.exitCode()).isEqualTo(2);
    }

    @Test
    void aMongoThatFailsAmidTheStartIsNamedWithItsAddressAndWithoutItsPassword() throws ReflectiveOperationException {
        Throwable lost = (Throwable) Class.forName("com.mongodb.MongoException")
                .getConstructor(String.class)
                .newInstance("Exception receiving message");
        String uri = "mongodb://me:hunter2@a:1,b:2/?replicaSet=rs0";

        assertThat(Explain.messageStore(lost, uri))
                .hasMessage(
                        "MongoDB at mongodb://a:1,b:2 failed while the message store was starting: Exception receiving"
                                + " message; look whether it runs and has a primary, and start again (--mongo-uri)");
        assertThat(Explain.messageStore(new TimeoutException("no answer in 60 s"), uri))
                .hasMessageStartingWith("MongoDB at mongodb://a:1,b:2 failed")
                .hasMessageContaining("no answer in 60 s");
    }

    @Test
    void anythingElseIsTheFirstLineOfItsReason() {
        assertThat(Explain.other("it cannot start", new IllegalStateException("no room\nat all")))
                .hasMessage("it cannot start: no room (more with --log-level debug)");
        assertThat(Explain.other("it cannot start", new IllegalStateException()))
                .hasMessage("it cannot start: IllegalStateException (more with --log-level debug)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "mongodb://a:1,b:2/?replicaSet=rs0 mongodb://a:1,b:2",
                "mongodb://me:hunter2@a:1/db mongodb://a:1",
                "mongodb+srv://me:p%40ss@cluster.example.com mongodb+srv://cluster.example.com",
                "nonsense the-given-address"
            })
    void anAddressIsShownWithoutItsPassword(String uri, String shown) {
        assertThat(Explain.withoutSecrets(uri)).isEqualTo(shown.replace('-', uri.startsWith("n") ? ' ' : '-'));
    }
}
