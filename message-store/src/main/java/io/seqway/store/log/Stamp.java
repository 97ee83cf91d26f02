package io.seqway.store.log;

import io.seqway.protocol.frame.Message;

/**
 * What an entry is, without what it says.
 *
 * @param time as in {@link Entry}
 * @param count as in {@link Entry}
 */
public record Stamp(long time, String sender, String kind, MessageCount count) {
    /** That of an entry. */
    public static Stamp of(Entry entry) {
        return new Stamp(entry.time(), entry.author().id(), entry.kind(), entry.count());
    }

    /** Whether it is a message, which others may read. */
    public boolean isMessage() {
        return kind.equals(Message.KIND_MESSAGE);
    }
}
