package io.seqway.verification.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One TCP connection to the server; what was sent last is remembered, for when something is found. */
final class Line implements AutoCloseable {
    /** After so long a server that has not answered hangs, also on a busy machine. */
    private static final int ANSWER_SECONDS = 40;

    /** So often something is said again that a busy server has not done. */
    private static final int TIMES = 4;

    private static final int SWITCHING = 101;
    private static final int REMEMBERED = 12;
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final String name;
    private final Findings findings;
    private final Socket socket = new Socket();
    private final Deque<byte[]> last = new ArrayDeque<>();
    private final Answers answers = new Answers(this::found);
    private final ServerStream stream = new ServerStream(answers);
    private boolean paused;
    private int settled;
    private int asked;

    /** @param name of the connection: with the seed of the run it makes the same inputs again */
    Line(String name, Target target) {
        this.name = name;
        this.findings = target.findings();
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", target.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, name);
        reader.setDaemon(true);
        reader.start();
    }

    Answers answers() {
        return answers;
    }

    /** Sends a handshake, and says whether it was taken. */
    boolean open(String handshake) throws InterruptedException {
        request(handshake);
        return answers.status() == SWITCHING;
    }

    /** Sends one request, and waits for its answer or the end. */
    void request(String request) throws InterruptedException {
        int before = answers.statuses();
        send(request.getBytes(StandardCharsets.ISO_8859_1));
        await("a request", () -> answers.statuses() > before);
    }

    /** Sends these bytes as they are; nothing happens if the other side has gone. */
    void send(byte[] bytes) {
        synchronized (last) {
            last.addLast(bytes);
            if (last.size() > REMEMBERED) {
                last.removeFirst();
            }
        }
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            answers.end();
        }
    }

    /** Sends one text. */
    void say(String text) {
        send(WireFrame.text(text));
    }

    /** Sends texts that come in together. */
    void sayAtOnce(String... texts) {
        sayAtOnce(List.of(texts));
    }

    /** As the other one. */
    void sayAtOnce(List<String> texts) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        texts.forEach(text -> frames.writeBytes(WireFrame.text(text)));
        send(frames.toByteArray());
    }

    /** Waits until a {@code ping} behind everything that was sent is answered, or the connection has ended. */
    void settle() throws InterruptedException {
        String id = "settled-" + ++settled;
        say("{\"type\":\"ping\",\"id\":\"" + id + "\"}");
        await("a ping", () -> answers.lastId().equals(id));
    }

    /**
     * Says something that has no {@code id}, and waits for its reply; says it again, some times, as long as that is that it
     * may be.
     *
     * @return a missing node if the connection has ended
     */
    JsonNode ask(String frame) throws InterruptedException {
        JsonNode reply = askOnce(frame);
        for (int left = TIMES; left > 0 && reply.path("retryable").asBoolean(); left--) {
            idle(reply.path("retryAfterMs").asLong());
            reply = askOnce(frame);
        }
        return reply;
    }

    private JsonNode askOnce(String frame) throws InterruptedException {
        String id = Answers.ASKED + ++asked;
        say("{\"id\":\"" + id + "\"," + frame.substring(1));
        await("what was asked", () -> answers.reply(id) != null);
        JsonNode reply = answers.reply(id);
        return reply == null ? MissingNode.getInstance() : reply;
    }

    /** Says nothing for so long, unless the connection ends. */
    void idle(long ms) throws InterruptedException {
        answers.awaitEnd(ms);
    }

    /** Waits until the server has said that it ends, or it has ended. */
    void awaitEnd() throws InterruptedException {
        await("what ends a connection", () -> answers.closeCode() != 0);
    }

    /** Waits; that nothing comes although the connection stands is a finding. */
    void await(String what, BooleanSupplier there) throws InterruptedException {
        if (!answers.await(ANSWER_SECONDS, there)) {
            found("no answer to " + what + " for " + ANSWER_SECONDS + " s");
        }
    }

    /** Whether nothing is read for now. */
    void pause(boolean pauses) {
        synchronized (last) {
            paused = pauses;
            last.notifyAll();
        }
    }

    /** Resets the connection. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            answers.end();
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers.end();
        pause(false);
    }

    /** Notes what is wrong, with what this connection has sent last. */
    void found(String what) {
        StringBuilder finding =
                new StringBuilder(what).append("\n  connection ").append(name);
        synchronized (last) {
            last.forEach(input -> finding.append("\n  sent ").append(Shown.of(input)));
        }
        findings.add(finding.toString());
    }

    private void read() {
        byte[] buffer = new byte[RECEIVE_BUFFER];
        try {
            InputStream in = socket.getInputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                stream.accept(buffer, count);
                awaitReading();
                count = in.read(buffer);
            }
        } catch (IOException | InterruptedException e) {
            // reset, or closed by this side: an end as good as the other
        } finally {
            answers.end();
        }
    }

    private void awaitReading() throws InterruptedException {
        synchronized (last) {
            while (paused) {
                last.wait();
            }
        }
    }
}
