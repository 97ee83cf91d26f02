package io.seqway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server beside the process, for development and tests: on loopback, without persistence, gone with this
 * JVM however that ends.
 *
 * <p>The server is the one that embedded-redis carries for this system (6.2 on Linux and macOS). Where that one does
 * not run, for want of OpenSSL 3 for instance, it is the {@code redis-server} of the {@code PATH}.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String READY = "Ready to accept connections";
    private static final int START_SECONDS = 10;

    private final SupervisedProcess process;
    private final String uri;

    private EmbeddedRedis(SupervisedProcess process, int port) {
        this.process = process;
        this.uri = "redis://127.0.0.1:" + port;
    }

    /**
     * Starts a server on a free port of the loopback interface and waits until it accepts connections, 10 s at most.
     *
     * @throws IllegalStateException with one line, if no Redis server can be started on this system
     */
    public static EmbeddedRedis start() {
        try {
            return startBundled();
        } catch (IOException | RuntimeException bundled) {
            try {
                return startInstalled();
            } catch (IOException installed) {
                installed.addSuppressed(bundled);
                throw new IllegalStateException(
                        "No Redis server runs here: " + bundled.getMessage() + "; " + installed.getMessage(),
                        installed);
            }
        }
    }

    private static EmbeddedRedis startBundled() throws IOException {
        Path folder = newFolder();
        String server;
        try {
            server = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .getAbsolutePath();
        } catch (IOException | RuntimeException e) {
            Files.delete(folder);
            throw e;
        }
        return start(folder, server);
    }

    private static EmbeddedRedis startInstalled() throws IOException {
        String server = SupervisedProcess.onPath("redis-server")
                .orElseThrow(() -> new IOException("there is no redis-server on the PATH"));
        return start(newFolder(), server);
    }

    private static EmbeddedRedis start(Path folder, String server) throws IOException {
        int port = FreePorts.next();
        List<String> program = List.of(
                server,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString());
        return new EmbeddedRedis(SupervisedProcess.start(folder, program, READY, START_SECONDS), port);
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory("seqway-redis-");
    }

    /** The connection string, {@code redis://127.0.0.1:port}. */
    public String uri() {
        return uri;
    }

    /** Ends the server and removes its files. */
    @Override
    public void close() {
        process.close();
    }
}
