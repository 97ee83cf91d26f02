package io.seqway.presence;

import io.seqway.embedded.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of a test's own, to be killed, held and started again on the same port: that of the system, where there is one,
 * or the one that the embedded store brings.
 */
public final class RedisProcess implements AutoCloseable {
    // Once, not by each test: a file that is being written while another test forks cannot be run.
    private static final File EXECUTABLE = executable();

    private final int port = FreePorts.next();
    private final Path directory;
    private final List<String> more;
    private Process process;

    /**
     * On a free port, not started yet.
     *
     * @param more further options of the server
     */
    public RedisProcess(String... more) {
        this.more = List.of(more);
        try {
            directory = Files.createTempDirectory("seqway-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, empty, and returns once it takes connections. */
    public RedisProcess start() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    EXECUTABLE.getPath(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--save",
                    "",
                    "--dir",
                    directory.toString()));
            command.addAll(more);
            process = new ProcessBuilder(command)
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
            for (File file : directory.toFile().listFiles()) {
                Files.delete(file.toPath());
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File executable() {
        File ofTheSystem = new File("/usr/bin/redis-server");
        if (ofTheSystem.canExecute()) {
            return ofTheSystem;
        }
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
