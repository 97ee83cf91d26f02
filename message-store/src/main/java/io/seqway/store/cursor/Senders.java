package io.seqway.store.cursor;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.SharedReads;
import io.seqway.store.log.Stamp;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds in the log who has sent what is not in their cursors: between the mark, up to which all senders were written, and
 * the first entry that this owner has seen come.
 */
final class Senders {
    private static final int PAGE = 500;

    private final RoomLog log;
    private final SharedReads<Cursor> stored;

    Senders(RoomLog log, SharedReads<Cursor> stored) {
        this.log = log;
        this.stored = stored;
    }

    /** Completes when the cursors in memory know of all that was sent; looks once. */
    Future<Void> find(RoomCursors room) {
        if (room.settled() == null) {
            String mark = StoredCursor.idOfSenders(room.log());
            Future<Void> found = stored.byIds(List.of(mark)).compose(marks -> {
                Cursor written = marks.get(mark);
                return from(room, 1 + Math.max(room.floor(), written == null ? 0 : written.read()));
            });
            room.settled(found);
            found.onFailure(e -> room.settled(null));
        }
        return room.settled();
    }

    private Future<Void> from(RoomCursors room, long first) {
        long last = Math.min(room.sendersFrom(), first + PAGE - 1);
        if (first > last) {
            return Future.succeededFuture();
        }
        List<String> ids = new ArrayList<>();
        for (long seq = first; seq <= last; seq++) {
            ids.add(room.log().entryId(seq));
        }
        return log.stamps(ids).compose(stamps -> {
            stamps.forEach((id, stamp) -> sent(room, id, stamp));
            return from(room, last + 1);
        });
    }

    private static void sent(RoomCursors room, String entryId, Stamp stamp) {
        if (stamp.isMessage()) {
            room.sent(stamp.sender(), LogId.seqOfEntryId(entryId));
        }
    }
}
