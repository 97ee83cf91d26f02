package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.seqway.embedded.FreePorts;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.Cluster;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A connection of the event bus on which nothing comes is given up, whatever is still to be written to it: TCP would try
 * that again later and later, and nobody else could be written to meanwhile, though the network is whole again.
 */
class SilentPeerIT {
    private static final String SILENT = "silent";
    /** More than the system takes for somebody who reads nothing. */
    private static final int MUCH = 32 * 1024 * 1024;
    /** It takes 3.25 s, and on a busy machine longer; to wait for TCP would take forever. */
    private static final int GIVEN_UP_MS = 15_000;

    @Test
    void whoAnswersNothingIsConnectedToAnewThoughMuchIsUnwritten() throws Exception {
        try (Nodes nodes = new Nodes();
                ServerSocket bus = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Platform node = nodes.join(EnumSet.allOf(Role.class));
            HazelcastInstance silent = Hazelcast.newHazelcastInstance(silent(nodes.firstPort(), bus.getLocalPort()));
            try {
                Nodes.await(node.view(), () -> node.view().nodes(Role.GATEWAY).contains(SILENT));
                EventBus sender = node.vertx().eventBus();
                sender.send(Addresses.gateway(SILENT), Buffer.buffer(new byte[MUCH]));
                try (Socket first = bus.accept()) {
                    long timer = node.vertx().setPeriodic(100, id -> sender.send(Addresses.gateway(SILENT), "again"));
                    bus.setSoTimeout(GIVEN_UP_MS);
                    try (Socket second = bus.accept()) {
                        assertThat(second.getPort()).isNotEqualTo(first.getPort());
                    } finally {
                        node.vertx().cancelTimer(timer);
                    }
                }
            } finally {
                silent.shutdown();
            }
        }
    }

    /** A member whose event bus takes connections, and reads nothing. */
    private static Config silent(int peer, int bus) throws IOException {
        Cluster cluster =
                new Cluster("seqway", "127.0.0.1", FreePorts.next(), List.of("127.0.0.1:" + peer), Optional.empty());
        Config config = HazelcastConfig.of(cluster, Members.write(EnumSet.of(Role.GATEWAY)), Optional.empty());
        config.getMemberAttributeConfig()
                .setAttribute("__vertx.nodeId", SILENT)
                .setAttribute(Members.BUS, "127.0.0.1:" + bus);
        return config;
    }
}
