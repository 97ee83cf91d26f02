package io.seqway.store.ownership;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Ownership in memory, which can be cut off. */
public final class InMemoryOwnershipStore implements OwnershipStore {
    private final Map<String, Long> beats = new HashMap<>();
    private final Map<String, Set<String>> unheard = new HashMap<>();
    private Assignment assignment = Assignment.NOBODY;
    private boolean reachable = true;

    public void reachable(boolean now) {
        reachable = now;
    }

    public Assignment assignment() {
        return assignment;
    }

    @Override
    public Future<Standing> beat(String node, long number, Set<String> silent) {
        return call(() -> {
                    beats.put(node, number);
                    unheard.put(node, silent);
                })
                .map(beaten -> new Standing(Map.copyOf(beats), Map.copyOf(unheard), assignment));
    }

    @Override
    public Future<Boolean> replace(Assignment next) {
        boolean replaces = next.version() == assignment.version() + 1;
        return call(() -> assignment = replaces ? next : assignment).map(replaces);
    }

    @Override
    public Future<Boolean> leave(String node, Assignment next) {
        return replace(next)
                .compose(replaced -> (replaced ? remove(Set.of(node)) : Future.<Void>succeededFuture()).map(replaced));
    }

    @Override
    public Future<Void> remove(Iterable<String> nodes) {
        return call(() -> nodes.forEach(node -> {
            beats.remove(node);
            unheard.remove(node);
        }));
    }

    private Future<Void> call(Runnable effect) {
        if (!reachable) {
            return Future.failedFuture("no answer");
        }
        effect.run();
        return Future.succeededFuture();
    }
}
