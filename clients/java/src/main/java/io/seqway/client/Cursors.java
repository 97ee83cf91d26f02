package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far everybody is in a room, and how far this client says it is (docs/protocol.md, "Receipts"). */
final class Cursors {
    private static final long RECEIPT_MS = 1_000;

    private final Room room;
    private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();
    /** Of the others, the furthest. */
    private volatile long delivered;

    private volatile long read;
    private volatile long ownRead;
    private Runnable saying;

    Cursors(Room room) {
        this.room = room;
    }

    /** How far an own message has come: one of the others is enough. */
    MessageStatus reached(long seq) {
        return seq <= read ? MessageStatus.READ : seq <= delivered ? MessageStatus.DELIVERED : MessageStatus.SENT;
    }

    List<Cursor> all() {
        return List.copyOf(cursors.values());
    }

    List<String> readBy(long seq) {
        String self = room.client().userId();
        return cursors.values().stream()
                .filter(cursor -> cursor.read() >= seq && !cursor.userId().equals(self))
                .map(Cursor::userId)
                .toList();
    }

    long ownRead() {
        return ownRead;
    }

    void take(Cursor cursor) {
        Cursor known = cursors.get(cursor.userId());
        if (known != null && cursor.read() <= known.read() && cursor.delivered() <= known.delivered()) {
            return;
        }
        cursors.put(cursor.userId(), cursor);
        if (cursor.userId().equals(room.client().userId())) {
            ownRead = Math.max(ownRead, cursor.read());
        } else {
            delivered = Math.max(delivered, Math.max(cursor.delivered(), cursor.read()));
            read = Math.max(read, cursor.read());
            room.status.emit(null);
        }
        room.receipt.emit(cursor);
    }

    void markRead(long seq) {
        if (seq > ownRead) {
            ownRead = seq;
            saySoon();
        }
    }

    /** Says soon how far this client has come, once for many entries. */
    void saySoon() {
        if (saying == null && room.joined) { // who joins says it anyway
            saying = room.client().clock().after(RECEIPT_MS, () -> {
                saying = null;
                say();
            });
        }
    }

    void lost() {
        if (saying != null) {
            saying.run();
            saying = null;
        }
    }

    void forget() {
        cursors.clear();
        delivered = 0;
        read = 0;
        ownRead = 0;
    }

    private void say() {
        JsonObject receipt = new JsonObject().put("type", "receipt");
        long last = room.lastSeq(0);
        if (room.client().options().receipts && last > 0) {
            receipt.put("delivered", last);
        }
        if (ownRead > 0) {
            receipt.put("read", ownRead);
        }
        if (receipt.size() > 1) {
            room.client().rooms().say(room, receipt);
        }
    }
}
