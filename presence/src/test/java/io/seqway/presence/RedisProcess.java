package io.seqway.presence;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;

/** A Redis of a test's own, to be killed, held and started again on the same port: the one that the embedded store brings. */
public final class RedisProcess implements AutoCloseable {
    // Once, not by each test: a file that is being written while another test forks cannot be run.
    private static final File EXECUTABLE = executable();

    private final int port;
    private final Path directory;
    private Process process;

    /** On a free port, not started yet. */
    public RedisProcess() {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
            directory = Files.createTempDirectory("seqway-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, empty, and returns once it takes connections. */
    public RedisProcess start() {
        try {
            process = new ProcessBuilder(
                            EXECUTABLE.getPath(),
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--save",
                            "",
                            "--dir",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(directory.toFile(), "log"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("redis-server takes connections", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("redis-server ended at once: " + log());
            }
            return answers();
        });
        return this;
    }

    /** Ends it like a crash. */
    public void kill() {
        process.destroyForcibly();
        Await.until("redis-server is gone", () -> !process.isAlive());
    }

    /** Lets it hang: the system still takes connections for it. */
    public void hold() {
        signal("-STOP");
    }

    public void release() {
        signal("-CONT");
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        try {
            Files.deleteIfExists(directory.resolve("log"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File executable() {
        try {
            File directory = Files.createTempDirectory("seqway-redis-server-").toFile();
            directory.deleteOnExit();
            File executable =
                    ExecutableProvider.newJarResourceProvider(directory).get().getAbsoluteFile();
            executable.deleteOnExit();
            return executable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + signal + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
