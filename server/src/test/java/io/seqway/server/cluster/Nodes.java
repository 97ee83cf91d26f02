package io.seqway.server.cluster;

import io.seqway.embedded.FreePorts;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.Cluster;
import io.seqway.server.config.Config.ClusterTls;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Nodes of a real Hazelcast cluster in one process, on loopback. */
final class Nodes implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final List<Platform> open = new ArrayList<>();
    private final int firstPort = FreePorts.next();

    /** Where the others find the first one. */
    int firstPort() {
        return firstPort;
    }

    /** One more node, which joins the first. */
    Platform join(Set<Role> roles) throws TimeoutException {
        return join("seqway", roles, Optional.empty());
    }

    Platform join(String name, Set<Role> roles, Optional<ClusterTls> tls) throws TimeoutException {
        int port = open.isEmpty() ? firstPort : FreePorts.next();
        Cluster cluster = new Cluster(name, HOST, port, List.of(HOST + ":" + firstPort), tls);
        Platform platform = Platform.clustered(roles, Optional.empty(), cluster, new VertxOptions())
                .await(30, TimeUnit.SECONDS);
        open.add(platform);
        return platform;
    }

    /** Takes a node out of the cluster. */
    void leave(Platform platform) throws TimeoutException {
        open.remove(platform);
        platform.close().await(20, TimeUnit.SECONDS);
    }

    /** Waits until the members are as they should be. */
    static void await(ClusterView view, BooleanSupplier condition) throws Exception {
        CompletableFuture<Void> met = new CompletableFuture<>();
        Runnable look = () -> {
            if (condition.getAsBoolean()) {
                met.complete(null);
            }
        };
        view.onChange(look);
        look.run();
        met.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws TimeoutException {
        for (Platform platform : List.copyOf(open)) {
            leave(platform);
        }
    }
}
