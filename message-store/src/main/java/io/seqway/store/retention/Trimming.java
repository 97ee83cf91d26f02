package io.seqway.store.retention;

import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.log.ExtentSearch;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.retention.Walk.Candidate;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what the rooms of this node are not to keep any more (docs/architecture.md, "Retention"): one thing at a time, and
 * then a rest of three times as long as it took, so that sends hardly notice. Nothing of it depends on who owns a room: two
 * nodes that trim the same one remove the same.
 */
public final class Trimming {
    private static final long LEAST_REST_MS = 50;
    private static final long IDLE_MS = 1_000;
    private static final int REST = 3;
    private static final int TRIMS_BETWEEN_LOOKS = 3;
    private static final int MAX_TRIMS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Trimming.class);

    private final EventLoop loop;
    private final LongSupplier wallClock;
    private final RoomLog log;
    private final RoomRules rules;
    private final RetentionOptions options;
    private final Sequencer sequencer;
    private final BooleanSupplier mayWrite;
    private final Predicate<String> owned;
    private final ExtentSearch extents;
    private final Cut cut;
    private final Walk walk;
    private final ArrayDeque<Trim> trims = new ArrayDeque<>();
    private final Set<String> trimmed = new HashSet<>();
    private int sinceLook;

    /**
     * @param wallClock the time in ms since 1970
     * @param mayWrite whether this node has its lease
     * @param owned whether a room is this node's
     */
    public Trimming(
            EventLoop loop,
            LongSupplier wallClock,
            RoomLog log,
            RoomRules rules,
            RetentionOptions options,
            Sequencer sequencer,
            BooleanSupplier mayWrite,
            Predicate<String> owned) {
        this.loop = loop;
        this.wallClock = wallClock;
        this.log = log;
        this.rules = rules;
        this.options = options;
        this.sequencer = sequencer;
        this.mayWrite = mayWrite;
        this.owned = owned;
        this.extents = new ExtentSearch(log);
        this.cut = new Cut(log, options.leastAgeMs());
        boolean everywhere = !options.byDefault().isForever();
        this.walk = new Walk(log, rules, everywhere, sequencer::open, owned);
    }

    /** Begins; once, on the loop. */
    public void start() {
        loop.after(LEAST_REST_MS, this::next);
    }

    /** Looks at a room, or removes some entries, in turn. */
    private void next() {
        if (!mayWrite.getAsBoolean() || !log.isWritable()) {
            loop.after(IDLE_MS, this::next);
            return;
        }
        boolean looks = trims.isEmpty() || trims.size() < MAX_TRIMS && sinceLook >= TRIMS_BETWEEN_LOOKS;
        sinceLook = looks ? 0 : sinceLook + 1;
        long began = loop.now();
        Future<Void> done = looks ? walk.next(began).compose(this::look) : trim();
        done.onComplete(ended -> {
            if (ended.failed()) {
                LOG.debug("retention goes on later: {}", ended.cause().toString());
            }
            boolean idle = ended.failed() || trims.isEmpty() && walk.rests(loop.now());
            loop.after(idle ? IDLE_MS : Math.max(LEAST_REST_MS, REST * (loop.now() - began)), this::next);
        });
    }

    private Future<Void> look(Optional<Candidate> next) {
        if (next.isEmpty() || trimmed.contains(next.get().room())) {
            return Future.succeededFuture();
        }
        Candidate candidate = next.get();
        if (candidate.oldest() >= wallClock.getAsLong() - options.leastAgeMs()) {
            return Future.succeededFuture();
        }
        return rule(candidate)
                .compose(rule -> rule.isForever() ? Future.succeededFuture() : examine(candidate.room(), rule));
    }

    private Future<Retention> rule(Candidate candidate) {
        return candidate.rule() != null
                ? Future.succeededFuture(candidate.rule())
                : rules.of(candidate.room()).map(own -> own.orElse(options.byDefault()));
    }

    /** The head may rise meanwhile: so much the less is removed. */
    private Future<Void> examine(String room, Retention rule) {
        return sequencer.log(room).compose(log -> log.isEmpty() ? Future.succeededFuture() : examine(log.get(), rule));
    }

    private Future<Void> examine(LogId id, Retention rule) {
        Future<long[]> ends = sequencer
                .known(id)
                .map(page -> Future.succeededFuture(new long[] {page.floor(), page.head()}))
                .orElseGet(() -> extents.near(id, 0)
                        .map(extent -> new long[] {extent.floor(), extent.head().seq()}));
        return ends.compose(known -> cut.upTo(id, known[0], known[1], rule, wallClock.getAsLong())
                .compose(target -> target == 0 ? Future.succeededFuture() : begin(id, target)));
    }

    private Future<Void> begin(LogId id, long target) {
        return log.floors(List.of(id.name())).map(floors -> {
            Floor floor = floors.getOrDefault(id.name(), Floor.NONE);
            if ((floor.removed() < floor.seq() || floor.seq() < target) && trimmed.add(id.room())) {
                trims.addLast(new Trim(log, id, floor, target, options.batch(), sequencer::raiseFloor));
            }
            return null;
        });
    }

    /** Of each room some entries, in turn, so that a long one does not hold up the others. */
    private Future<Void> trim() {
        Trim trim = trims.removeFirst();
        return isToBeTrimmed(trim)
                .compose(still -> still ? trim.step() : Future.succeededFuture(false))
                .onComplete(more -> {
                    if (more.succeeded() && more.result()) {
                        trims.addLast(trim);
                    } else {
                        trimmed.remove(trim.room());
                    }
                })
                .mapEmpty();
    }

    /** Not what is another's by now, nor the log of a room that was removed: that goes as a whole. */
    private Future<Boolean> isToBeTrimmed(Trim trim) {
        return owned.test(trim.room())
                ? sequencer.log(trim.room()).map(log -> log.filter(trim.log()::equals)
                        .isPresent())
                : Future.succeededFuture(false);
    }
}
