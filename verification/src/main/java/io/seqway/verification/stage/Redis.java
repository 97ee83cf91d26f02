package io.seqway.verification.stage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Redis of the stage, which keeps nothing on disk. */
public final class Redis {
    private static final int PORT = 6379;
    private static final int ANSWER_MS = 1_000;
    private static final Duration READY = Duration.ofSeconds(20);

    private final Program program;
    private final String address;

    Redis(Namespace where, Path output) {
        address = where.address();
        program = new Program(
                "redis",
                where,
                List.of(
                        "redis-server",
                        "--port",
                        Integer.toString(PORT),
                        "--bind",
                        address,
                        "--protected-mode",
                        "no",
                        "--save",
                        "",
                        "--appendonly",
                        "no"),
                Map.of(),
                output);
    }

    /** Starts it, and waits until it answers. */
    public void start() throws InterruptedException {
        program.start();
        Await.until("Redis answers", READY, this::answers);
    }

    public Program program() {
        return program;
    }

    String uri() {
        return "redis://" + address + ":" + PORT;
    }

    /** Whether it answers a PING. */
    public boolean answers() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MS);
            socket.connect(new InetSocketAddress(address, PORT), ANSWER_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }
}
