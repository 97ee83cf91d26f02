package io.seqway.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.SocketClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who sends a message from time to time, and notes how long each ack takes. */
final class Bystander implements AutoCloseable {
    private static final long EVERY_MS = 100;

    private final SocketClient client;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());

    Bystander(StreamNodes nodes) {
        client = nodes.connect(0, StreamNodes.fresh("user"));
        client.request(Map.of("type", "join", "room", "bystanders"));
        clock.scheduleAtFixedRate(this::send, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void send() {
        long began = System.nanoTime();
        client.request(
                Map.of("type", "send", "room", "bystanders", "clientMsgId", StreamNodes.fresh("m"), "body", "hello"));
        latencies.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** Half of them, 99 of 100 and all took no longer than this, in ms. */
    String latencies() {
        List<Long> sorted = new ArrayList<>(latencies);
        Collections.sort(sorted);
        assertThat(sorted).isNotEmpty();
        return "p50 %d, p99 %d, max %d of %d"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 99 / 100),
                        sorted.get(sorted.size() - 1),
                        sorted.size());
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
