package io.seqway.server;

import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config;
import io.seqway.server.config.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Looks whether the ports of a node are free, before anything is started: a node that joins a cluster only to leave it
 * again disturbs the others.
 */
final class Ports {
    private Ports() {}

    /** @throws StartFailure for the first port that cannot be had */
    static void check(Config config) throws StartFailure {
        Config.Http http = config.http();
        if (config.roles().contains(Role.GATEWAY) || http.managementPort().isEmpty()) {
            check(http.host(), http.port(), Setting.PORT);
        }
        if (http.managementPort().isPresent()) {
            check(http.host(), http.managementPort().getAsInt(), Setting.MANAGEMENT_PORT);
        }
        if (config.cluster().isPresent()) {
            Config.Cluster cluster = config.cluster().get();
            Optional<IOException> taken =
                    bind(cluster.host(), cluster.port()).or(() -> bind(cluster.host(), cluster.eventBusPort()));
            if (taken.isPresent()) {
                throw Explain.cluster(taken.get(), cluster);
            }
        }
    }

    private static void check(String host, int port, Setting setting) throws StartFailure {
        Optional<IOException> taken = bind(host, port);
        if (taken.isPresent()) {
            throw Explain.listening(taken.get(), host, port, setting);
        }
    }

    private static Optional<IOException> bind(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
