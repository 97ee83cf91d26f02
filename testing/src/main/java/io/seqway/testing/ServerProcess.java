package io.seqway.testing;

import io.seqway.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A Seqway server as a process of its own: the jar that the system property {@code seqway.jar} names, on a port of
 * loopback. It does not outlive the JVM of the tests. Stopping and continuing it needs a POSIX system.
 */
public final class ServerProcess implements AutoCloseable {

    /** The system property that names the jar. */
    public static final String JAR = "seqway.jar";

    /** A server that lives for seconds would spend more of them on being compiled well than on what it is asked. */
    private static final String COMPILED_QUICKLY = "-XX:TieredStopAtLevel=1";

    /** Beside the jar: the classes of a server as the JVM has them in memory. There need not be any. */
    private static final String CLASSES = "seqway.jsa";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration SAYS = Duration.ofSeconds(20);
    private static final Duration EXIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int OK = 200;
    private static final int TAIL = 4000;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final int port;
    private final Path output;
    private final Process process;
    private final ProcessGuard guard;

    private ServerProcess(List<String> arguments, Map<String, String> environment, int port) throws IOException {
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
        this.port = port;
        this.output = Files.createTempFile("seqway-server-", ".log");
        this.process = launch();
        this.guard = ProcessGuard.of(process);
    }

    /**
     * Starts a server and waits until {@code /health/ready} answers 200.
     *
     * @param arguments without {@code --port}
     * @param environment added to that of the tests, of which nothing named {@code SEQWAY_} is handed on
     * @throws IllegalStateException with the end of its output, if it ends before it is ready or is not within 60 s
     */
    public static ServerProcess start(List<String> arguments, Map<String, String> environment) {
        return start(arguments, environment, FreePorts.next());
    }

    public static ServerProcess start(String... arguments) {
        return start(List.of(arguments), Map.of());
    }

    /** As {@link #start(List, Map)}, on a given port. */
    public static ServerProcess start(List<String> arguments, Map<String, String> environment, int port) {
        ServerProcess server = launch(arguments, environment, port);
        try {
            server.awaitReady();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Starts a server and does not wait: for one that is to fail, or to become ready later. */
    public static ServerProcess launch(List<String> arguments, Map<String, String> environment, int port) {
        try {
            return new ServerProcess(arguments, environment, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts another with the same arguments, environment and port, once this one has ended. */
    public ServerProcess startAgain() {
        awaitExit();
        return start(arguments, environment, port);
    }

    private Process launch() throws IOException {
        String jar = System.getProperty(JAR);
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new IllegalStateException("The system property " + JAR + " must name the server's jar: " + jar);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, COMPILED_QUICKLY));
        Path archive = Path.of(jar).resolveSibling(CLASSES);
        if (Files.isRegularFile(archive)) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        }
        command.addAll(List.of("-jar", jar));
        command.addAll(arguments);
        command.addAll(List.of("--port", Integer.toString(port)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SEQWAY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until {@code /health/ready} answers 200; see {@link #start(List, Map)}. */
    public void awaitReady() {
        long end = System.nanoTime() + READY.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The server was not ready within " + READY + ": " + tail());
            }
            if (exitsWithin(BETWEEN_LOOKS)) {
                throw new IllegalStateException(
                        "The server ended by " + process.exitValue() + " before it was ready: " + tail());
            }
        }
    }

    /** Health is on the management port, where there is one. */
    private int healthPort() {
        int flag = arguments.indexOf("--management-port");
        return flag < 0 ? port : Integer.parseInt(arguments.get(flag + 1));
    }

    /** Whether {@code /health/ready} answers 200 now. */
    public boolean isReady() {
        return readiness().map(answer -> answer.statusCode() == OK).orElse(false);
    }

    /** What {@code /health/ready} answers now; empty while nothing listens there. */
    public Optional<HttpResponse<String>> readiness() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the server", e);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** An address of it: {@code http://127.0.0.1:port} and the path. */
    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** An address of it: {@code ws://127.0.0.1:port} and the path. */
    public URI ws(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** Everything it has printed so far, standard and error output in one. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until it has printed these words so often.
     *
     * @throws IllegalStateException with the end of its output, if it does not within 20 s
     */
    public void awaitOutput(String words, int times) {
        awaitOutput(words, times, SAYS);
    }

    /** As {@link #awaitOutput(String, int)}, within another limit. */
    public void awaitOutput(String words, int times, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (output().split(Pattern.quote(words), -1).length <= times) {
            if (System.nanoTime() > end || exitsWithin(BETWEEN_LOOKS)) {
                throw new IllegalStateException("It did not say \"" + words + "\" " + times + " times: " + tail());
            }
        }
    }

    private String tail() {
        String all = output();
        return all.substring(Math.max(0, all.length() - TAIL));
    }

    /** SIGKILL, and the wait until it is gone. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and the wait until it is gone. */
    public int terminate() {
        process.toHandle().destroy();
        return awaitExit();
    }

    /** SIGSTOP: it stands still, and its sockets stay open. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** SIGHUP: it reads anew what it can read anew. */
    public void hangup() {
        signal("HUP");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("SIG" + name + " could not be sent to " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending SIG" + name, e);
        }
    }

    /**
     * Waits until it is gone.
     *
     * @return its exit code; 128 and the number of the signal, if that was the end: 137 after a SIGKILL
     * @throws IllegalStateException with the end of its output, if it is not gone within 60 s
     */
    public int awaitExit() {
        if (!exitsWithin(EXIT)) {
            throw new IllegalStateException("The server did not end within " + EXIT + ": " + tail());
        }
        guard.dismiss();
        return process.exitValue();
    }

    private boolean exitsWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the server's end", e);
        }
    }

    /** Kills it, if it is still there, and removes its output. */
    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
