package io.seqway.verification.simulation;

import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.OwnershipStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** One process's way to the documents of ownership, with the same faults as its way to the log. */
final class OwnershipClient implements OwnershipStore {
    private static final long TIME_LIMIT_MS = 3_000;
    private static final int LATE_MS = 12_000;

    private final SimulatedNode node;
    private final World world;
    private final Database database;
    private final int process;

    OwnershipClient(SimulatedNode node, Database database) {
        this.node = node;
        this.world = node.world();
        this.database = database;
        this.process = node.life();
    }

    @Override
    public Future<Standing> beat(String name, long number, Set<String> unheard) {
        return write(() -> database.ownership().beat(name, number, unheard));
    }

    @Override
    public Future<Boolean> replace(Assignment next) {
        return write(() -> replaced(next));
    }

    @Override
    public Future<Boolean> leave(String name, Assignment next) {
        return write(() -> {
            boolean replaced = replaced(next);
            if (replaced) {
                database.ownership().remove(List.of(name));
            }
            return replaced;
        });
    }

    private boolean replaced(Assignment next) {
        boolean replaced = database.ownership().replace(next);
        world.trace().say("%s %s assignment %d", node.id(), replaced ? "writes" : "fails with", next.version());
        return replaced;
    }

    @Override
    public Future<Void> remove(Iterable<String> nodes) {
        return write(() -> {
                    database.ownership().remove(nodes);
                    return true;
                })
                .mapEmpty();
    }

    private <T> Future<T> write(Supplier<T> effect) {
        Promise<T> answer = Promise.promise();
        if (database.isOut() || world.faults().happens(Fault.LOST_WRITE)) {
            giveUp(answer);
        } else if (world.faults().happens(Fault.LATE_WRITE)) {
            long delay = world.between(10, LATE_MS);
            database.busyUntil(world.clock().now() + delay);
            world.clock().after(delay, effect::get);
            giveUp(answer);
        } else {
            boolean lost = world.faults().happens(Fault.LOST_ANSWER);
            world.clock().after(latency(), () -> {
                T done = effect.get();
                if (lost) {
                    giveUp(answer);
                } else {
                    reply(latency(), () -> answer.complete(done));
                }
            });
        }
        return answer.future();
    }

    private void giveUp(Promise<?> answer) {
        long delay = world.chance(0.7) ? world.between(1, 50) : TIME_LIMIT_MS;
        database.busyUntil(world.clock().now() + delay);
        reply(delay, () -> answer.fail(new NoAnswer("the database does not answer")));
    }

    private void reply(long delay, Runnable task) {
        world.clock().after(delay, () -> node.on(process, task));
    }

    private long latency() {
        return world.between(0, 3);
    }
}
