package io.seqway.store.retention;

import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.RoomLog;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Names one room after the other, those that nobody opens, too. Where a rule holds for all rooms it goes through the log, by
 * one key of its index for each room, and between these through the rooms that are in memory: they are those that grow. Else
 * it goes through the documents of the rooms. It begins where some node was before, so that nodes that are started again and
 * again come through, too; and some seconds lie between two rounds.
 */
final class Walk {
    /**
     * A room that may have too much.
     *
     * @param rule its own, if that is known
     * @param oldest the time of its first entry in ms since 1970, or less; 0 if it is not known
     */
    record Candidate(String room, Retention rule, long oldest) {}

    static final long ROUND_MS = 15_000;
    private static final long KEEP_MS = 60_000;
    private static final int DOCUMENTS = 100;

    private final RoomLog log;
    private final RoomRules rules;
    private final boolean everywhere;
    private final Supplier<Collection<String>> inMemory;
    private final Predicate<String> owned;
    private final ArrayDeque<Candidate> memory = new ArrayDeque<>();
    private final ArrayDeque<Candidate> documents = new ArrayDeque<>();
    private String position;
    private long memoryAgain;
    private long roundAgain;
    private long keptAt;
    private boolean fromMemory;

    /**
     * @param everywhere whether rooms without a rule of their own may have too much
     * @param owned whether a room is this node's
     */
    Walk(
            RoomLog log,
            RoomRules rules,
            boolean everywhere,
            Supplier<Collection<String>> inMemory,
            Predicate<String> owned) {
        this.log = log;
        this.rules = rules;
        this.everywhere = everywhere;
        this.inMemory = inMemory;
        this.owned = owned;
    }

    /**
     * The next room, if it is this node's; empty if it is not, or if all have had their turn.
     *
     * @param now in ms of a monotonic clock
     */
    Future<Optional<Candidate>> next(long now) {
        fromMemory = !fromMemory;
        if (everywhere && fromMemory) {
            if (memory.isEmpty() && now >= memoryAgain) {
                memoryAgain = now + ROUND_MS;
                inMemory.get().forEach(room -> memory.add(new Candidate(room, null, 0)));
            }
            if (!memory.isEmpty()) {
                return Future.succeededFuture(ours(memory.poll()));
            }
        }
        if (!documents.isEmpty()) {
            return Future.succeededFuture(ours(documents.poll()));
        }
        if (now < roundAgain) {
            return Future.succeededFuture(Optional.empty());
        }
        if (position == null) {
            return rules.position().map(kept -> {
                position = kept;
                keptAt = now;
                return Optional.empty();
            });
        }
        keep(now);
        return everywhere ? nextLog(now) : nextDocuments(now);
    }

    /** Whether all have had their turn, so that there is nothing to name for a while. */
    boolean rests(long now) {
        boolean memoryRests = !everywhere || memory.isEmpty() && now < memoryAgain;
        return memoryRests && documents.isEmpty() && now < roundAgain;
    }

    private Optional<Candidate> ours(Candidate candidate) {
        return Optional.of(candidate).filter(one -> owned.test(one.room()));
    }

    private Future<Optional<Candidate>> nextLog(long now) {
        return log.behind(position).map(found -> {
            if (found.isEmpty()) {
                end(now);
                return Optional.empty();
            }
            FirstEntry first = found.get();
            position = first.log().room();
            return ours(new Candidate(position, null, first.time()));
        });
    }

    private Future<Optional<Candidate>> nextDocuments(long now) {
        return rules.behind(position, DOCUMENTS).map(some -> {
            some.rules().forEach((room, rule) -> documents.add(new Candidate(room, rule, 0)));
            if (some.last() == null) {
                end(now);
            } else {
                position = some.last();
            }
            return documents.isEmpty() ? Optional.empty() : ours(documents.poll());
        });
    }

    private void end(long now) {
        position = "";
        roundAgain = now + ROUND_MS;
    }

    private void keep(long now) {
        if (now - keptAt >= KEEP_MS) {
            keptAt = now;
            rules.keep(position);
        }
    }
}
