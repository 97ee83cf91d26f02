package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.attack.Bystander.Ack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Bystander} in its process, and what it measured. */
final class BystanderProcess implements AutoCloseable {
    private final ConcurrentLinkedQueue<Ack> acks = new ConcurrentLinkedQueue<>();
    private final Process process;
    private final Thread reader;

    BystanderProcess(AttackedServer server) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String token = server.token("bystander", Map.of(), Duration.ofHours(1));
        process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bystander.class.getName(),
                        server.process().ws("/ws").toString(),
                        token,
                        AttackedServer.fresh("bystander"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        reader = new Thread(this::read, "what the bystander measured");
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] figures = line.split(" ");
                acks.add(new Ack(Long.parseLong(figures[0]), Long.parseLong(figures[1])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What became of the messages that were due in that time. */
    List<Ack> between(long from, long to) {
        return acks.stream().filter(ack -> ack.due() >= from && ack.due() < to).toList();
    }

    /** Ends it, and asserts that it had no error and missed nothing. */
    void assertUndisturbed() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("bystander ended").isTrue();
        assertThat(process.exitValue()).as("the bystander's verdict").isZero();
        reader.join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
