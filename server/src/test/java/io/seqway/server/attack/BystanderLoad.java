package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever behaves well beside all the attacks notices nothing of them. */
class BystanderLoad {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int ATTACKERS = 3;
    private static final double FACTOR = 1.5;
    private static final double MARGIN_MS = 10;

    private final AttackedServer server = AttackedServer.open();
    private final AttackedServer strict = AttackedServer.strict();
    private final List<Attack> attacks = Attack.all();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, Integer> runs = new ConcurrentSkipListMap<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    @Test
    void allAttacksTogetherDoNotHoldUpAClientBesideThem() throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try (Bystander bystander = new Bystander(server)) {
            bystander.talk(WARM_UP);
            List<Long> before = bystander.talk(WINDOW);
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.execute(this::attack);
            }
            List<Long> during = bystander.talk(WINDOW);
            over.set(true);
            attackers.shutdown();
            assertThat(attackers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

            bystander.assertUndisturbed();
            assertThat(failures).as("attacks that got another answer").isEmpty();
            assertThat(runs).as("attacks that were run").hasSameSizeAs(attacks);
            double p99Before = percentile(before, 0.99);
            double p99During = percentile(during, 0.99);
            System.out.printf(
                    "bystander test: %d attacks, %d runs in %d s; ack p50 %.1f ms before, %.1f ms beside them;"
                            + " p99 %.1f ms before, %.1f ms beside them; %d acks, no error, nothing missed%n",
                    attacks.size(),
                    runs.values().stream().mapToInt(Integer::intValue).sum(),
                    WINDOW.toSeconds(),
                    percentile(before, 0.5),
                    percentile(during, 0.5),
                    p99Before,
                    p99During,
                    before.size() + during.size());
            assertThat(p99During)
                    .as("p99 in ms")
                    .isLessThanOrEqualTo(Math.max(FACTOR * p99Before, p99Before + MARGIN_MS));
        } finally {
            over.set(true);
            attackers.shutdownNow();
        }
        server.assertUnhurt();
        strict.assertUnhurt();
    }

    private void attack() {
        while (!over.get()) {
            Attack attack = attacks.get(next.getAndIncrement() % attacks.size());
            try {
                attack.run();
            } catch (Throwable e) {
                failures.put(attack.name(), e);
            }
            runs.merge(attack.name(), 1, Integer::sum);
        }
    }

    private static double percentile(List<Long> sorted, double part) {
        long nanos = sorted.get((int) Math.ceil(part * sorted.size()) - 1);
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
