package io.seqway.store.room;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.sequence.Scheduler;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stores the documents of rooms, each in the place of the version before. Where another log begins by it, no write of the
 * room is under way meanwhile.
 */
final class RoomChanges {
    private static final long LOOK_MS = 5;
    private static final long RETRY_MS = 200;
    private static final long LIMIT_MS = 4_000;
    private static final long RETRY_AFTER_MS = 500;

    private final RoomStore store;
    private final Sequencer sequencer;
    private final Scheduler scheduler;
    private final LongSupplier clock;
    private final Consumer<String> renewed;

    /**
     * @param clock the time in ms
     * @param renewed gets the name of a room whose log is another one now
     */
    RoomChanges(
            RoomStore store, Sequencer sequencer, Scheduler scheduler, LongSupplier clock, Consumer<String> renewed) {
        this.store = store;
        this.sequencer = sequencer;
        this.scheduler = scheduler;
        this.clock = clock;
        this.renewed = renewed;
    }

    /**
     * Stores a document of the same log; fails with a {@link Refusal}.
     *
     * @return the document
     */
    Future<RoomDocument> change(RoomDocument next) {
        return put(next, clock.getAsLong() + LIMIT_MS).map(next);
    }

    /**
     * Stores a document that begins or ends a log; fails with a {@link Refusal}.
     *
     * @param mustBeEmpty whether the log that there is now must have no entries
     */
    Future<RoomDocument> renew(RoomDocument next, boolean mustBeEmpty) {
        long until = clock.getAsLong() + LIMIT_MS;
        String room = next.room();
        return quiet(room, until)
                .compose(ended -> mustBeEmpty ? sequencer.ends(room).compose(RoomChanges::empty) : ended())
                .compose(ready -> put(next, until))
                .onComplete(done -> reopen(room))
                .map(next);
    }

    /** It may be another room now, and everybody is told where it ends. */
    void reopen(String room) {
        sequencer.reopen(room);
        renewed.accept(room);
    }

    private static Future<Void> ended() {
        return Future.succeededFuture();
    }

    private static Future<Void> empty(Sequencer.Page page) {
        return page.head() == 0 ? ended() : Future.failedFuture(alreadyThere());
    }

    static Refusal alreadyThere() {
        return new Refusal(ErrorCode.ID_CONFLICT, "there is a room of this name already");
    }

    private Future<Void> quiet(String room, long until) {
        Promise<Void> quiet = Promise.promise();
        awaitQuiet(room, until, quiet);
        return quiet.future();
    }

    private void awaitQuiet(String room, long until, Promise<Void> quiet) {
        if (sequencer.end(room)) {
            quiet.complete();
        } else if (clock.getAsLong() >= until) {
            quiet.fail(unavailable());
        } else {
            scheduler.after(LOOK_MS, () -> awaitQuiet(room, until, quiet));
        }
    }

    /** What is not known to be stored is stored again as it is, and looked for where another one is in its place. */
    private Future<Void> put(RoomDocument next, long until) {
        return store.put(next)
                .compose(stored -> stored
                        ? ended()
                        : store.byNames(List.of(next.room())).compose(found -> {
                            boolean mine = next.equals(found.get(next.room()));
                            return mine ? ended() : Future.<Void>failedFuture(unavailable());
                        }))
                .recover(e -> e instanceof Refusal ? Future.failedFuture(e) : again(next, until));
    }

    private Future<Void> again(RoomDocument next, long until) {
        if (clock.getAsLong() >= until) {
            return Future.failedFuture(
                    new Refusal(ErrorCode.TIMEOUT, "not known yet whether it is stored: ask again as before"));
        }
        Promise<Void> later = Promise.promise();
        scheduler.after(RETRY_MS, () -> put(next, until).onComplete(later));
        return later.future();
    }

    private static Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, "the room is being changed", null, RETRY_AFTER_MS);
    }
}
