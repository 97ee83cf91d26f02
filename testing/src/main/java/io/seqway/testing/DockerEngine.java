package io.seqway.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Whether a Docker engine answers. Testcontainers finds out by itself, but where there is none it takes seconds and
 * logs errors.
 */
final class DockerEngine {

    private static final int ANSWER_SECONDS = 5;
    private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

    private DockerEngine() {}

    static boolean answers() {
        return answers(System.getenv());
    }

    static boolean answers(Map<String, String> environment) {
        return candidates(environment).stream().anyMatch(DockerEngine::answersAt);
    }

    private static List<URI> candidates(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return List.of(URI.create(host));
        }
        String home = System.getProperty("user.home");
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/none");
        return List.of(
                URI.create("unix:///var/run/docker.sock"),
                URI.create("unix://" + home + "/.docker/run/docker.sock"),
                URI.create("unix://" + runtime + "/docker.sock"));
    }

    private static boolean answersAt(URI host) {
        if (Objects.equals(host.getScheme(), "npipe")) {
            return Files.exists(Path.of(host.getPath()));
        }
        return CompletableFuture.supplyAsync(() -> ping(host))
                .completeOnTimeout(false, ANSWER_SECONDS, TimeUnit.SECONDS)
                .exceptionally(e -> false)
                .join();
    }

    private static boolean ping(URI host) {
        boolean unix = Objects.equals(host.getScheme(), "unix");
        SocketAddress address = unix
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(host.getHost(), host.getPort());
        try (SocketChannel engine = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
            engine.connect(address);
            engine.write(StandardCharsets.US_ASCII.encode(PING));
            ByteBuffer answer = ByteBuffer.allocate(64);
            // An engine behind TLS answers in its own way; that it answers is enough.
            return engine.read(answer) > 0;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
