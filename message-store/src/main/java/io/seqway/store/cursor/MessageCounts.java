package io.seqway.store.cursor;

import io.seqway.store.log.MessageCount;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * How many messages a part of a log has, by what its entries say themselves. Only where nodes of a version that did not
 * count have written, entries are looked at one by one, and that once.
 */
final class MessageCounts {
    private static final int PAGE = 500;

    private final RoomLog log;
    private final SharedReads<Stamp> stamps;

    MessageCounts(RoomLog log) {
        this.log = log;
        this.stamps = new SharedReads<>(log::stamps);
    }

    /**
     * Counts the messages behind a seq, up to another.
     *
     * @param after not below the floor
     * @param to an entry that exists, or 0
     */
    Future<Long> messages(RoomCursors room, long after, long to) {
        if (after >= to) {
            return Future.succeededFuture(0L);
        }
        String first = room.log().entryId(after + 1);
        String last = room.log().entryId(to);
        return stamps.byIds(List.of(first, last)).compose(found -> {
            Stamp begin = found.get(first);
            Stamp end = found.get(last);
            if (begin == null || end == null) {
                return Future.failedFuture("room " + room.log().room() + " lacks " + first + " or " + last);
            }
            MessageCount count = end.count() == null ? MessageCount.beginningBehind(to) : end.count();
            if (after >= count.since()) {
                long before = begin.count().messages() - (begin.isMessage() ? 1 : 0);
                return Future.succeededFuture(count.messages() - before);
            }
            return uncounted(room, after, count.since()).map(old -> old + count.messages());
        });
    }

    /** As {@link #messages}, where the last entry has no count; nor have those in front of it, but perhaps not all. */
    private Future<Long> uncounted(RoomCursors room, long after, long to) {
        long known = room.uncountedFrom(to);
        if (after >= known) {
            return Future.succeededFuture(to - after);
        }
        List<String> ids = new ArrayList<>();
        for (long seq = known; seq > after && ids.size() < PAGE; seq--) {
            ids.add(room.log().entryId(seq));
        }
        return log.stamps(ids).compose(found -> {
            long seq = known;
            for (String id : ids) {
                if (!found.containsKey(id)) {
                    return Future.failedFuture("room " + room.log().room() + " lacks " + id);
                }
                if (found.get(id).count() != null) {
                    long counted = seq;
                    return messages(room, after, counted).map(before -> to - counted + before);
                }
                seq--;
            }
            room.uncounted(seq, to);
            return uncounted(room, after, to);
        });
    }
}
