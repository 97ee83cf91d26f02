package io.seqway.store.stream;

import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The changes that this node makes to the catalogue of one user. One write is under way; what comes meanwhile is done by the
 * next one, all at once. Other nodes may change the same catalogue: then the changes are done again with what they left.
 * Belongs to one event loop.
 */
final class UserStreams {
    /** Each time somebody else has made progress; so many in a row mean that something is wrong. */
    private static final int MAX_ATTEMPTS = 50;

    /**
     * What a change comes to.
     *
     * @param next the same catalogue, if there is nothing to write
     */
    record Step<T>(Catalogue next, T result) {}

    /** What may be done more than once, and throws a {@link Refusal} if it is not to be done. */
    interface Change<T> {
        Step<T> apply(Catalogue catalogue);
    }

    private static final class Waiting<T> {
        private final Change<T> change;
        private final boolean exact;
        private final Promise<T> promise = Promise.promise();
        private Refusal refusal;
        private T result;

        Waiting(Change<T> change, boolean exact) {
            this.change = change;
            this.exact = exact;
        }

        Catalogue apply(Catalogue catalogue) {
            refusal = null;
            try {
                Step<T> step = change.apply(catalogue);
                result = step.result();
                return step.next();
            } catch (Refusal refused) {
                refusal = refused;
                return catalogue;
            }
        }

        void done() {
            if (refusal == null) {
                promise.complete(result);
            } else {
                promise.fail(refusal);
            }
        }
    }

    private final String user;
    private final StreamStore store;
    private final Consumer<Catalogue> read;
    private final UnderWay underWay = new UnderWay();
    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();
    private Catalogue known;
    private boolean writing;
    private long usedAt;

    /** @param read is told each catalogue that was read from the store */
    UserStreams(String user, StreamStore store, Consumer<Catalogue> read) {
        this.user = user;
        this.store = store;
        this.read = read;
    }

    /** The chunks that are being written. */
    UnderWay underWay() {
        return underWay;
    }

    void used(long now) {
        usedAt = now;
    }

    /** Whether nothing is lost if it is forgotten. */
    boolean isUnusedSince(long then) {
        return usedAt < then && !writing && underWay.isEmpty();
    }

    /** Makes a change; fails with its refusal, or with whatever keeps it from being known whether it was made. */
    <T> Future<T> change(Change<T> change) {
        return change(change, true);
    }

    /** As {@link #change}, but a change that writes nothing may come from what is not so any more. */
    <T> Future<T> changeFromMemory(Change<T> change) {
        return change(change, false);
    }

    private <T> Future<T> change(Change<T> change, boolean exact) {
        Waiting<T> mine = new Waiting<>(change, exact);
        waiting.addLast(mine);
        writeNext();
        return mine.promise.future();
    }

    private void writeNext() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<Waiting<?>> batch = new ArrayList<>(waiting);
        waiting.clear();
        Future.succeededFuture().compose(begun -> attempt(batch, 0)).onComplete(done -> {
            if (done.succeeded()) {
                batch.forEach(Waiting::done);
            } else {
                known = null;
                batch.forEach(each -> each.promise.fail(done.cause()));
            }
            writing = false; // only now, so that what they go on with is done together
            writeNext();
        });
    }

    private Future<Void> attempt(List<Waiting<?>> batch, int attempts) {
        if (attempts >= MAX_ATTEMPTS) {
            return Future.failedFuture("the streams of a user are changed by others all the time");
        }
        if (known == null) {
            return store.catalogue(user).compose(catalogue -> {
                known = catalogue;
                read.accept(catalogue);
                return attempt(batch, attempts + 1, true);
            });
        }
        return attempt(batch, attempts + 1, false);
    }

    /**
     * @param fresh whether the catalogue was read just now. Else only a write tells whether it still is so: not a refusal,
     *     and not what finds that nothing is to be done
     */
    private Future<Void> attempt(List<Waiting<?>> batch, int attempts, boolean fresh) {
        Catalogue before = known;
        Catalogue next = before;
        for (Waiting<?> each : batch) {
            next = each.apply(next);
        }
        boolean unchanged = next == before;
        if (!fresh && batch.stream().anyMatch(each -> each.refusal != null || unchanged && each.exact)) {
            known = null;
            return attempt(batch, attempts);
        }
        if (unchanged) {
            return Future.succeededFuture();
        }
        Catalogue following = next.following();
        return store.replace(following).compose(replaced -> {
            known = replaced ? following : null;
            return replaced ? Future.succeededFuture() : attempt(batch, attempts);
        });
    }
}
