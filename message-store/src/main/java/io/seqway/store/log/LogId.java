package io.seqway.store.log;

/**
 * One incarnation of one room's log.
 *
 * @param room the room's id
 * @param incarnation from 1; a room that was deleted and made anew has the next one
 */
public record LogId(String room, int incarnation) {
    /** No id may hold it, so the parts of a name never run into each other. */
    private static final char SEPARATOR = '!';

    private static final int SEQ_DIGITS = 16;

    /** The name of the log. */
    public String name() {
        return room + SEPARATOR + incarnation;
    }

    /** The name of the entry with this seq: sorts as the seqs do. */
    public String entryId(long seq) {
        String digits = Long.toString(seq);
        return name() + SEPARATOR + "0".repeat(SEQ_DIGITS - digits.length()) + digits;
    }

    /** The name of a sender's message: at most one entry has it. */
    public String key(String sender, String clientMsgId) {
        return name() + SEPARATOR + sender + SEPARATOR + clientMsgId;
    }

    /** The name of a user's cursor in this log; those of a user sort as their rooms do. */
    public String cursorId(String userId) {
        return cursorsOf(userId) + name();
    }

    /** What the names of a user's cursors begin with. */
    public static String cursorsOf(String userId) {
        return userId + SEPARATOR;
    }

    /** The user in the name of a cursor. */
    public static String userOfCursorId(String id) {
        return split(id)[0];
    }

    /** The room in the name of a cursor. */
    public static String roomOfCursorId(String id) {
        return split(id)[1];
    }

    /** What stands behind the names of all entries of a room, and before those of the room that follows. */
    public static String behindEntriesOf(String room) {
        return room + (char) (SEPARATOR + 1); // which no id may hold either
    }

    /** The log that an entry's name begins with. */
    public static LogId ofEntryId(String id) {
        String[] parts = split(id);
        return new LogId(parts[0], Integer.parseInt(parts[1]));
    }

    /** The seq that an entry's name ends with. */
    public static long seqOfEntryId(String id) {
        return Long.parseLong(split(id)[2]);
    }

    /** The room that the name of an entry or of a message begins with, also where nothing else of it can be read. */
    public static String roomOf(String name) {
        int end = name.indexOf(SEPARATOR);
        return end < 0 ? name : name.substring(0, end);
    }

    /** The sender in the name of a message. */
    public static String senderOfKey(String key) {
        return split(key)[2];
    }

    /** The clientMsgId in the name of a message. */
    public static String clientMsgIdOfKey(String key) {
        return split(key)[3];
    }

    private static String[] split(String name) {
        return name.split(String.valueOf(SEPARATOR));
    }
}
