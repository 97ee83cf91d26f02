package io.seqway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.embedded.FreePorts;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know each other by one name, which has the addresses of all, as a headless service of Kubernetes has. */
class NamedPeersIT {
    @TempDir
    Path folder;

    @Test
    void nodesFindEachOtherByOneName() throws IOException {
        Path hosts = Files.writeString(
                folder.resolve("hosts"), "127.0.0.2 nodes.seqway.test\n127.0.0.3 nodes.seqway.test\n");
        String database = TestMongo.freshDatabase();
        int port = FreePorts.next();
        try (ServerProcess one = start("127.0.0.2", port, database, hosts);
                ServerProcess two = start("127.0.0.3", port, database, hosts)) {
            assertThat(one.isReady()).isTrue();
            assertThat(two.output()).contains("nodes in the cluster by role: 2 gateway, 2 message-store, 2 presence");
        }
    }

    private static ServerProcess start(String address, int clusterPort, String database, Path hosts) {
        return ServerProcess.start(
                List.of(
                        "--host=127.0.0.1",
                        "--jwt-secret=" + TestServer.SECRET,
                        "--mongo-uri=" + TestMongo.uri(),
                        "--mongo-database=" + database,
                        "--redis-uri=" + TestRedis.uri(),
                        "--cluster=hazelcast",
                        "--cluster-host=" + address,
                        "--cluster-port=" + clusterPort,
                        "--cluster-peers=nodes.seqway.test:" + clusterPort),
                Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts));
    }
}
