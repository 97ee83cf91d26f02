package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.Cluster;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of a real Hazelcast cluster, in one process. */
class PlatformIT {
    private static final String HOST = "127.0.0.1";

    private final List<Platform> open = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        for (Platform platform : open) {
            platform.close().await(20, TimeUnit.SECONDS);
        }
    }

    private Platform join(int port, List<String> peers, Set<Role> roles) throws TimeoutException {
        Platform platform = Platform.clustered(roles, new Cluster(HOST, port, peers), new VertxOptions())
                .await(30, TimeUnit.SECONDS);
        open.add(platform);
        return platform;
    }

    /** A port whose successor is free, too. */
    private static int freePort() throws IOException {
        InetAddress host = InetAddress.getByName(HOST);
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, host)) {
                try (ServerSocket second = new ServerSocket(first.getLocalPort() + 1, 1, host)) {
                    return second.getLocalPort() - 1;
                } catch (IOException | IllegalArgumentException taken) {
                    continue;
                }
            }
        }
        throw new IOException("no two free ports in a row");
    }

    private static void await(ClusterView view, BooleanSupplier condition) throws Exception {
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

    @Test
    void nodesSeeEachOtherByRoleTalkAndNoticeWhenOneLeaves() throws Exception {
        int port = freePort();
        Platform gateway = join(port, List.of(), EnumSet.of(Role.GATEWAY));
        Platform store = join(freePort(), List.of(HOST + ":" + port), EnumSet.of(Role.MESSAGE_STORE));
        ClusterView view = gateway.view();

        await(view, () -> view.nodes(Role.MESSAGE_STORE).contains(store.view().self()));
        assertThat(view.nodes(Role.GATEWAY)).containsExactly(view.self());
        assertThat(store.view().nodes(Role.GATEWAY)).containsExactly(view.self());
        assertThat(view.nodes(Role.PRESENCE)).isEmpty();

        CompletableFuture<String> heard = new CompletableFuture<>();
        store.vertx()
                .eventBus()
                .<String>consumer("room", message -> heard.complete(message.body()))
                .completion()
                .await(10, TimeUnit.SECONDS);
        gateway.vertx().eventBus().send("room", "hello");
        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");

        open.remove(store);
        store.close().await(20, TimeUnit.SECONDS);
        await(view, () -> view.nodes(Role.MESSAGE_STORE).isEmpty());
    }
}
