package io.seqway.verification.fault;

import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.stage.Node;
import io.seqway.verification.stage.Stage;
import io.seqway.verification.stage.Wall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Harms the stage: one thread for each lane, each by its own schedule. After a fault it waits until all is well again, but
 * for what Hazelcast needs to see again that nodes that were cut off are there.
 */
public final class Nemesis {
    /** Also a pause of it is under what a beat may take, so that the lease may or may not outlast it. */
    private static final int SHORTEST_DELAY_MS = 100;

    private static final int LONGEST_DELAY_MS = 4_000;
    private static final int LONGEST_JUMP_SECONDS = 300;
    /** So many of the nodes that are cut off both ways are cut off from one other node only. */
    private static final double SHARE_OF_PAIRS = 0.4;

    private final Stage stage;
    private final Duration apart;
    private final Claims<Node> claims;
    private final Consumer<FaultRecord> listener;
    private final List<FaultRecord> records = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> lanes = new ArrayList<>();

    private Nemesis(Stage stage, Duration apart, Consumer<FaultRecord> listener) {
        this.stage = stage;
        this.apart = apart;
        this.claims = new Claims<>(stage.nodes());
        this.listener = listener;
    }

    /**
     * Begins.
     *
     * @param kinds those that are wanted
     * @param apart how much longer than usual the stage is left alone behind each fault
     * @param listener hears of every fault when it is over, on any thread
     */
    public static Nemesis start(
            Stage stage, long seed, Collection<Kind> kinds, Duration apart, Consumer<FaultRecord> listener) {
        Nemesis nemesis = new Nemesis(stage, apart, listener);
        for (Kind.Lane lane : Kind.Lane.values()) {
            Schedule schedule = new Schedule(seed, lane, kinds, stage.nodes().size());
            if (!schedule.isEmpty()) {
                nemesis.lanes.add(new Thread(() -> nemesis.run(schedule), "faults " + lane));
            }
        }
        nemesis.lanes.forEach(Thread::start);
        return nemesis;
    }

    /**
     * Lets the last faults come to their ends.
     *
     * @return all that there were, in the order of their ends; one that could not be done or undone has not bitten
     */
    public List<FaultRecord> stop() throws InterruptedException {
        ended.countDown();
        for (Thread lane : lanes) {
            lane.join();
        }
        return records();
    }

    private synchronized List<FaultRecord> records() {
        return List.copyOf(records);
    }

    private void run(Schedule schedule) {
        try {
            boolean goesOn = true;
            while (goesOn) {
                Planned planned = schedule.next();
                Duration pause = planned.pause().plus(apart);
                goesOn = !ended.await(pause.toMillis(), TimeUnit.MILLISECONDS) && happen(planned);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the stage is well afterwards */
    private boolean happen(Planned planned) throws InterruptedException {
        if (planned.kind().isOfNode()) {
            Node node = claims.take(planned.node());
            try {
                return record(planned, ofNode(planned, node));
            } finally {
                claims.giveBack(node);
            }
        }
        return record(planned, ofStore(planned));
    }

    private boolean record(Planned planned, Fault fault) throws InterruptedException {
        String target = fault.target();
        long from = System.nanoTime();
        Optional<RuntimeException> failure = Optional.empty();
        Evidence evidence;
        try {
            evidence = fault.happen(planned.hold());
        } catch (RuntimeException e) {
            failure = Optional.of(e);
            evidence = new Evidence(false, "failed: " + e.getMessage());
        }
        FaultRecord record = new FaultRecord(
                planned.kind().text(), target, from, System.nanoTime(), evidence.text(), evidence.bit());
        synchronized (this) {
            records.add(record);
        }
        listener.accept(record);
        return failure.isEmpty();
    }

    private static Fault ofNode(Planned planned, Node node) {
        return switch (planned.kind()) {
            case KILL -> new Kill(node);
            case DRAIN -> new Drain(node);
            case FREEZE -> new Freeze(node);
            case BUS_CUT -> new Cut(node, EnumSet.allOf(Wall.Side.class), cutFrom(node, planned.dice()));
            case ONE_WAY_CUT ->
                new Cut(
                        node,
                        Set.of(planned.dice() < 0.5 ? Wall.Side.IN : Wall.Side.OUT),
                        node.wall().others());
            case SLOW_STORE -> new SlowStore(node, delay(planned.dice()));
            case BLACK_HOLE_STORE -> new BlackHoleStore(node);
            case LATE_STORE -> new LateStore(node);
            case CLOCK_SKEWED -> new ClockSkew(node, jump(planned.dice()));
            default -> throw new IllegalArgumentException(planned.kind() + " is not of a node");
        };
    }

    private Fault ofStore(Planned planned) throws InterruptedException {
        return switch (planned.kind()) {
            case PRIMARY_KILLED ->
                new PrimaryKilled(stage.mongo(), stage.mongo().awaitPrimary());
            case PRIMARY_ISOLATED ->
                new PrimaryIsolated(stage.mongo(), stage.mongo().awaitPrimary());
            case REDIS_KILLED -> new RedisKilled(stage.redis());
            default -> throw new IllegalArgumentException(planned.kind() + " is of a node");
        };
    }

    /** All others, or one of them. */
    private static List<String> cutFrom(Node node, double dice) {
        List<String> others = node.wall().others();
        return dice < SHARE_OF_PAIRS ? List.of(others.get((int) (dice / SHARE_OF_PAIRS * others.size()))) : others;
    }

    private static Duration delay(double dice) {
        return Duration.ofMillis(Math.round(SHORTEST_DELAY_MS + dice * (LONGEST_DELAY_MS - SHORTEST_DELAY_MS)));
    }

    /** Some minutes ahead or behind, and never by next to nothing. */
    private static Duration jump(double dice) {
        long seconds = Math.round((2 * dice - 1) * LONGEST_JUMP_SECONDS);
        return Duration.ofSeconds(seconds < 0 ? Math.min(seconds, -10) : Math.max(seconds, 10));
    }
}
