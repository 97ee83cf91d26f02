package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.seqway.embedded.FreePorts;
import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that joins the cluster, and whose event bus never gets through to the others, since it alone encrypts: it is given no
 * rooms, and is not ready.
 */
class UnreachableNodeIT {
    private static final int WINDOW = 1;
    /** Less than a send waits for an owner who is not there. */
    private static final int SILENT_MS = 6_000;
    /** A node starts on busy cores first, and is waited for 10 s then. */
    private static final Duration IN_THE_END = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final Progress progress = new Progress();
    private final List<List<String>> nodes = TestServer.on(TestMongo.uri(), TestMongo.freshDatabase(), TestRedis.uri())
            .cluster(List.of("all", "all", "all"));
    private final OwnRooms rooms = new OwnRooms(progress);
    private final List<ChatClient> clients = rooms.clients();

    @Test
    void isGivenNoRoomsAndIsNotReady() throws Exception {
        List<String> encrypted = new ArrayList<>(nodes.get(2));
        encrypted.addAll(ownTls());
        try (ServerProcess one = ServerProcess.start(nodes.get(0), Map.of());
                ServerProcess two = ServerProcess.start(nodes.get(1), Map.of())) {
            two.awaitOutput("partitions are this node's now", 1, IN_THE_END);
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).connect((i % 2 == 0 ? one : two).ws("/ws"));
            }
            clients.forEach(client -> client.send(Integer.MAX_VALUE, WINDOW));
            rooms.awaitAcks(20);
            clients.forEach(ChatClient::watchPace);
            try (ServerProcess three = ServerProcess.launch(encrypted, Map.of(), FreePorts.next())) {
                one.awaitOutput("has never answered", 1, IN_THE_END);
                three.awaitOutput("cut off", 1, IN_THE_END);
                rooms.awaitAcks(20);
                assertThat(three.isReady()).isFalse();
                assertThat(three.output())
                        .contains("has never answered")
                        .doesNotContain("partitions are this node's now");
            }
            assertThat(clients).allSatisfy(client -> {
                assertThat(client.longestSilenceMs()).isLessThan(SILENT_MS);
                assertThat(client.errors()).isEmpty();
            });
            assertThat(one.output() + two.output()).doesNotContain("cut off");
            clients.forEach(ChatClient::stop);
            clients.forEach(ChatClient::cut);
        }
    }

    private List<String> ownTls() throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle own = new CertificateBuilder().subject("CN=three").buildIssuedBy(authority);
        return List.of(
                "--cluster-tls-key", file("key", own.getPrivateKeyPEM()),
                "--cluster-tls-cert", file("cert", own.getCertificatePEM()),
                "--cluster-tls-ca", file("ca", own.getRootCertificatePEM()));
    }

    private String file(String name, String pem) throws Exception {
        return Files.writeString(folder.resolve(name), pem).toString();
    }
}
