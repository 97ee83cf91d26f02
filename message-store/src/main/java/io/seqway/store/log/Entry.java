package io.seqway.store.log;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.frame.Message;

/**
 * One entry of a log.
 *
 * @param seq from 1, without holes
 * @param time when it was numbered, in ms since 1970; never less than that of the entry before
 * @param body JSON text
 * @param replyTo the seq it answers, or 0
 */
public record Entry(
        LogId log, long seq, Author author, String clientMsgId, long time, String kind, String body, long replyTo) {

    /** The name of its place: one entry at the most has it. */
    public String id() {
        return log.entryId(seq);
    }

    /** The name of the sender's message: one entry at the most has it. */
    public String key() {
        return log.key(author.id(), clientMsgId);
    }

    /** Whether both say the same: a repeat of the same message rather than another one under its name. */
    public boolean sameContent(Entry other) {
        return kind.equals(other.kind) && body.equals(other.body) && replyTo == other.replyTo;
    }

    /**
     * Whether the other is this very entry, stored: same place, message, content and time. At another time it was another
     * owner who stored the message, even if at the same place.
     */
    public boolean isStoredAs(Entry other) {
        return id().equals(other.id()) && key().equals(other.key()) && sameContent(other) && time == other.time;
    }

    /** The same message at another place. */
    public Entry at(long newSeq) {
        return new Entry(log, newSeq, author, clientMsgId, time, kind, body, replyTo);
    }

    /** The {@code message} frame that clients get. */
    public byte[] toFrame(String epoch) {
        return new Message(
                        log.room(),
                        epoch,
                        seq,
                        author.id(),
                        author.name(),
                        author.picture(),
                        clientMsgId,
                        time,
                        kind,
                        body,
                        replyTo)
                .toFrame();
    }
}
