package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.attack.Bystander.Ack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Whoever behaves well beside the attacks notices nothing of them. They come one after another, or as many at a time as
 * {@code seqway.attackers} says.
 */
class BystanderLoad {
    private static final int ROUNDS = 5;
    private static final Duration QUIET = Duration.ofSeconds(25);
    private static final int ATTACKERS = Integer.getInteger("seqway.attackers", 1);
    private static final double FACTOR = 1.5;
    private static final int SLOWEST = 12;

    private record Ran(String name, long from, long to) {}

    private final AttackedServer server = AttackedServer.open();
    private final AttackedServer strict = AttackedServer.strict();
    private final List<Attack> attacks = Attack.all();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Ran> ran = new ConcurrentLinkedQueue<>();

    @Test
    void attacksDoNotHoldUpAClientBesideThem() throws Exception {
        List<Double> before = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try (BystanderProcess bystander = new BystanderProcess(server)) {
            attack(attackers);
            attack(attackers); // everything is warm from here on
            for (int round = 1; round <= ROUNDS; round++) {
                long began = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
                long attacked = System.nanoTime();
                ran.clear();
                attack(attackers);
                List<Ack> quiet = bystander.between(began, attacked);
                List<Ack> loud = bystander.between(attacked, System.nanoTime());
                before.add(percentile(quiet, 0.99));
                beside.add(percentile(loud, 0.99));
                System.out.printf(
                        "bystander round %d: ack p50 %.1f ms before (%d acks), %.1f ms beside %d attacks (%d acks);"
                                + " p99 %.1f ms before, %.1f ms beside%n",
                        round,
                        percentile(quiet, 0.5),
                        quiet.size(),
                        percentile(loud, 0.5),
                        ran.size(),
                        loud.size(),
                        percentile(quiet, 0.99),
                        percentile(loud, 0.99));
                printSlowest(loud);
            }
            bystander.assertUndisturbed();
        } finally {
            attackers.shutdownNow();
        }
        assertThat(failures).as("attacks that got another answer").isEmpty();
        server.assertUnhurt();
        strict.assertUnhurt();
        System.out.printf(
                "bystander test: median p99 of %d rounds %.1f ms before, %.1f ms beside %d attacks, no error, nothing missed%n",
                ROUNDS, median(before), median(beside), attacks.size());
        assertThat(median(beside)).as("p99 in ms").isLessThanOrEqualTo(FACTOR * median(before));
    }

    /** Runs every attack once, several at a time. */
    private void attack(ExecutorService attackers) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> attacking = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            attacking.add(attackers.submit(() -> {
                for (int at = next.getAndIncrement(); at < attacks.size(); at = next.getAndIncrement()) {
                    run(attacks.get(at));
                }
            }));
        }
        for (Future<?> attacker : attacking) {
            attacker.get();
        }
    }

    private void run(Attack attack) {
        long from = System.nanoTime();
        try {
            attack.run();
        } catch (Throwable e) {
            failures.put(attack.name(), e);
        }
        ran.add(new Ran(attack.name(), from, System.nanoTime()));
    }

    private void printSlowest(List<Ack> acks) {
        acks.stream()
                .sorted(Comparator.comparingLong(Ack::nanos).reversed())
                .limit(SLOWEST)
                .forEach(ack -> System.out.printf(
                        "  %.1f ms beside %s%n",
                        ms(ack.nanos()),
                        ran.stream()
                                .filter(one -> one.from() <= ack.due() + ack.nanos() && one.to() >= ack.due())
                                .map(Ran::name)
                                .toList()));
    }

    private static double percentile(List<Ack> acks, double part) {
        List<Long> sorted = acks.stream().map(Ack::nanos).sorted().toList();
        return ms(sorted.get((int) Math.ceil(part * sorted.size()) - 1));
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static double ms(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
