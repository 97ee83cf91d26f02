package io.seqway.store.log;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.frame.Message;

/**
 * One entry of a log, as it is stored. What is shown of it may have changed since: {@link Shown}.
 *
 * @param seq from 1, without holes
 * @param time when it was numbered, in ms since 1970; never less than that of the entry before
 * @param kind as in {@link Message}
 * @param body JSON text
 * @param replyTo the seq it answers, or 0
 * @param target the seq of the message that an edit or a deletion is about, or 0
 * @param version the one that the message has by this entry: 1 by its own
 * @param deleted whether the body was taken away, since the message was deleted
 * @param count how many messages there are up to this entry, or {@code null}
 */
public record Entry(
        LogId log,
        long seq,
        Author author,
        String clientMsgId,
        long time,
        String kind,
        String body,
        long replyTo,
        long target,
        long version,
        boolean deleted,
        MessageCount count) {
    /** The version of a message that was never edited. */
    public static final long FIRST_VERSION = 1;

    /** An entry that is not counted yet. */
    public Entry(
            LogId log,
            long seq,
            Author author,
            String clientMsgId,
            long time,
            String kind,
            String body,
            long replyTo,
            long target,
            long version,
            boolean deleted) {
        this(log, seq, author, clientMsgId, time, kind, body, replyTo, target, version, deleted, null);
    }

    /** An entry that is about no other one, and not counted yet. */
    public Entry(
            LogId log, long seq, Author author, String clientMsgId, long time, String kind, String body, long replyTo) {
        this(log, seq, author, clientMsgId, time, kind, body, replyTo, 0, FIRST_VERSION, false);
    }

    /** The same behind an entry with this count. */
    public Entry counted(MessageCount before) {
        return new Entry(
                log,
                seq,
                author,
                clientMsgId,
                time,
                kind,
                body,
                replyTo,
                target,
                version,
                deleted,
                before.next(isMessage()));
    }

    /** What is counted up to it. */
    public MessageCount countHere() {
        return count == null ? MessageCount.beginningBehind(seq) : count;
    }

    /** The name of its place: one entry at the most has it. */
    public String id() {
        return log.entryId(seq);
    }

    /** The name of the sender's message: one entry at the most has it. */
    public String key() {
        return log.key(author.id(), clientMsgId);
    }

    /** The name of the place of its target; only if it has one. */
    public String targetId() {
        return log.entryId(target);
    }

    /** Whether it changes what is shown of others. */
    public boolean isChange() {
        return isEdit() || isDeletion();
    }

    public boolean isMessage() {
        return kind.equals(Message.KIND_MESSAGE);
    }

    public boolean isEdit() {
        return kind.equals(Message.KIND_EDIT) && target > 0;
    }

    public boolean isDeletion() {
        return kind.equals(Message.KIND_DELETE) && target > 0;
    }

    /** Whether it says who is a member of the room. */
    public boolean isMember() {
        return kind.equals(Message.KIND_MEMBER);
    }

    /** Whether it demands more than to be stored: it is in the log's outbox until that is done. */
    public boolean isDemanding() {
        return isDeletion() || isMember();
    }

    /**
     * Whether both say the same: a repeat of the same message rather than another one under its name. Of a body that was
     * taken away nobody knows what it was.
     */
    public boolean sameContent(Entry other) {
        return saysTheSame(other.kind, other.deleted ? body : other.body, other.replyTo, other.target);
    }

    /** As {@link #sameContent}, of something that is no entry yet. */
    public boolean saysTheSame(String otherKind, String otherBody, long otherReplyTo, long otherTarget) {
        return kind.equals(otherKind)
                && (deleted || body.equals(otherBody))
                && replyTo == otherReplyTo
                && target == otherTarget;
    }

    /**
     * Whether the other is this very entry, stored: same place, message, content and time. At another time it was another
     * owner who stored the message, even if at the same place.
     */
    public boolean isStoredAs(Entry other) {
        return id().equals(other.id())
                && key().equals(other.key())
                && sameContent(other)
                && version == other.version
                && time == other.time;
    }

    /** The same message at another place. */
    public Entry at(long newSeq) {
        return new Entry(log, newSeq, author, clientMsgId, time, kind, body, replyTo, target, version, deleted, count);
    }

    /** The same without its body. */
    public Entry redacted() {
        return new Entry(
                log, seq, author, clientMsgId, time, kind, Message.NO_BODY, replyTo, target, version, true, count);
    }
}
