package io.seqway.verification.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * HAProxy before the nodes, with the checks of docker/haproxy: a new connection goes to the one that has the fewest and says
 * that it is ready, and those of a node that does not answer are cut.
 */
final class Balancer {
    private static final int PORT = 8080;

    private static final String SETTINGS = """
            global
              maxconn 4000
            defaults
              mode http
              option redispatch
              retries 3
              timeout connect 1s
              timeout client 90s
              timeout server 5s
              timeout tunnel 90s
              timeout check 1s
            frontend entry
              bind %s:%d
              default_backend nodes
            backend nodes
              balance leastconn
              option httpchk GET /health/ready
              http-check expect status 200 error-status L7OKC
              default-server check port %d inter 1s fastinter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
            """;

    private final Program program;
    private final String address;

    Balancer(Namespace where, List<String> nodes, Path folder) {
        address = where.address();
        StringBuilder settings = new StringBuilder(SETTINGS.formatted(address, PORT, Node.MANAGEMENT_PORT));
        for (String node : nodes) {
            settings.append("  server %s %s:%d%n".formatted(node.replace('.', '-'), node, Node.PORT));
        }
        Path file = folder.resolve("haproxy.cfg");
        try {
            Files.writeString(file, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // in the foreground, so that it is one process
        program = new Program(
                "balancer",
                where,
                List.of("haproxy", "-db", "-f", file.toString()),
                Map.of(),
                folder.resolve("haproxy.log"));
    }

    void start() {
        program.start();
    }

    URI entry() {
        return URI.create("ws://" + address + ":" + PORT + "/ws");
    }
}
