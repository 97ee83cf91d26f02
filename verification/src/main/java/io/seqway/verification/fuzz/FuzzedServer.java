package io.seqway.verification.fuzz;

import io.seqway.verification.stage.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jacoco.agent.AgentJar;

/** One real server on embedded stores, whose branches are counted and whose buffers are watched. */
final class FuzzedServer {
    static final int MAX_FRAME_BYTES = 80_000;
    static final int MAX_ROOMS = 48;
    static final int MAX_RESUMED = 32;
    /** So few that also on a slow machine a flood comes faster. */
    private static final int SENDS_PER_SECOND = 50;

    /** More than other connections need, so that not everything is answered {@code rate-limited}. */
    static final int SEND_BURST = 300;

    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration RELEASED = Duration.ofSeconds(60);
    private static final int EXIT_SECONDS = 60;
    private static final Pattern PORT = Pattern.compile("Seqway is ready: http://localhost:(\\d+)/");
    private static final Pattern BAD_LINE = Pattern.compile("\\bERROR\\b|LEAK: |^\\s+at [\\w.$/]+\\(|^Exception in ");
    private static final int LINES_SHOWN = 12;
    private static final String OWN = "io.seqway.";

    /** Of who warns, with a stack trace, where an event loop has got no processor for long. */
    private static final String SLOW_MACHINE = "BlockedThreadChecker";

    /** Each line that is no continuation begins with the time. */
    private static final String YEARS = "20";

    /** What belongs to a connection, and must not outlive it. */
    private static final List<String> PER_CONNECTION =
            List.of("io.seqway.gateway.session.Session", "io.seqway.gateway.room.Subscription");

    private final Process process;
    private final Path log;
    private final Path coverage;
    private final int port;

    private FuzzedServer(Process process, Path log, Path coverage) throws InterruptedException {
        this.process = process;
        this.log = log;
        this.coverage = coverage;
        Await.until("the server is ready, see " + log, READY, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server has ended by itself, see " + log);
            }
            return PORT.matcher(said()).find();
        });
        Matcher found = PORT.matcher(said());
        found.find();
        port = Integer.parseInt(found.group(1));
    }

    /**
     * Starts one, and waits until it is ready.
     *
     * @param folder for its data, its log and the branches that it reached
     */
    static FuzzedServer start(Path jar, TokenMint tokens, Path folder) throws InterruptedException {
        Path log = folder.resolve("server.log");
        Path coverage = folder.resolve("jacoco.exec");
        try {
            Path data = Files.createTempDirectory(folder, "data");
            Path agent = folder.resolve("jacocoagent.jar");
            AgentJar.extractTo(agent.toFile());
            List<String> command = new ArrayList<>(List.of(
                    java("java"),
                    "-javaagent:" + agent + "=destfile=" + coverage + ",append=false,includes=io.seqway.*",
                    "-Dio.netty.leakDetection.level=paranoid",
                    "-Xmx512m",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-jar",
                    jar.toString(),
                    "--dev"));
            Map<String, Object> settings = Map.ofEntries(
                    Map.entry("port", 0),
                    Map.entry("data-dir", data),
                    Map.entry("jwt-secret", tokens.secret()),
                    Map.entry("jwks", tokens.address()),
                    Map.entry("room-access", "members"),
                    Map.entry("max-frame-bytes", MAX_FRAME_BYTES),
                    Map.entry("max-body-bytes", 70_000),
                    Map.entry("max-rooms-per-connection", MAX_ROOMS),
                    Map.entry("max-rooms-per-resume", MAX_RESUMED),
                    Map.entry("sends-per-second", SENDS_PER_SECOND),
                    Map.entry("send-burst", SEND_BURST),
                    Map.entry("max-connections-per-user", 1_000),
                    Map.entry("connection-policy", "replace"),
                    Map.entry("auth-seconds", 2),
                    Map.entry("idle-seconds", 10),
                    Map.entry("drain-seconds", 1));
            settings.forEach((name, value) -> command.addAll(List.of("--" + name, value.toString())));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("SEQWAY_"));
            return new FuzzedServer(builder.start(), log, coverage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The branches that it reached; there once it was stopped. */
    Path coverage() {
        return coverage;
    }

    /** Waits until nothing of any connection is in its memory any more; what stays there is a finding. */
    void awaitReleased(Findings findings) throws InterruptedException {
        List<String> left = List.of();
        try {
            Await.until("released", RELEASED, () -> leftOver().isEmpty());
        } catch (IllegalStateException notReleased) {
            left = leftOver();
        }
        left.forEach(what -> findings.add("left in memory after the last connection: " + what));
    }

    /** Asks it to end, and notes whether it does so in order, and what its log holds that it must not. */
    void stop(Findings findings) throws InterruptedException {
        if (!process.isAlive()) {
            findings.add("the server has ended by itself, with " + process.exitValue());
        }
        process.destroy();
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            findings.add("the server has not ended within %d s of SIGTERM".formatted(EXIT_SECONDS));
            kill();
        } else if (process.exitValue() != 0) {
            findings.add("the server ended with " + process.exitValue());
        }
        inLog().forEach(findings::add);
    }

    /** Ends it and what it has started, however. */
    void kill() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    /** Each error of the log, and what is told to belong to it. */
    private List<String> inLog() {
        List<String> found = new ArrayList<>();
        List<String> lines = said().lines().toList();
        int from = 0;
        while (from < lines.size()) {
            int to = from + 1;
            while (to < lines.size() && !lines.get(to).startsWith(YEARS)) {
                to++;
            }
            List<String> entry = lines.subList(from, to);
            if (!entry.get(0).contains(SLOW_MACHINE)
                    && entry.stream().anyMatch(line -> BAD_LINE.matcher(line).find())) {
                found.add("the log of the server says\n  " + shown(entry));
            }
            from = to;
        }
        return found;
    }

    /** Its beginning, and where in the server it was. */
    private static String shown(List<String> entry) {
        return Stream.concat(
                        entry.stream().limit(LINES_SHOWN),
                        entry.stream()
                                .skip(LINES_SHOWN)
                                .filter(line -> line.contains(OWN))
                                .limit(LINES_SHOWN))
                .collect(Collectors.joining("\n  "));
    }

    private List<String> leftOver() {
        String histogram = histogram();
        return PER_CONNECTION.stream()
                .filter(name -> histogram.contains(" " + name + "\n") || histogram.contains(" " + name + " "))
                .toList();
    }

    /** What is alive in it, after a collection. */
    private String histogram() {
        try {
            Process jcmd = new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
