package io.seqway.store.cursor;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.LogId;

/** The cursor of a user in the log of a room, as it is stored. */
public record StoredCursor(LogId log, Cursor cursor) {
    /** Nobody has this id: a cursor of it says up to which seq the senders of a log have their cursors. */
    private static final String NOBODY = "";

    /** Up to this seq, who has sent a message has a cursor that knows of it. */
    static StoredCursor sendersUpTo(LogId log, long seq) {
        return new StoredCursor(log, new Cursor(NOBODY, seq, seq));
    }

    /** The name of {@link #sendersUpTo}. */
    public static String idOfSenders(LogId log) {
        return log.cursorId(NOBODY);
    }

    /** Its name: one cursor at the most has it. */
    public String id() {
        return log.cursorId(cursor.userId());
    }

    /** Whether it says no more than that the user was in the room: it raises nothing that is stored. */
    public boolean isBeginning() {
        return isOfUser() && cursor.delivered() == 0;
    }

    /** Whether it is that of a user. */
    public boolean isOfUser() {
        return !cursor.userId().equals(NOBODY);
    }
}
