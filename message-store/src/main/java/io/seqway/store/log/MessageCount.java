package io.seqway.store.log;

/**
 * How many messages a log has up to an entry, counted from where somebody began to count: so how many there are between two
 * entries need not be counted when it is asked for. An entry that was stored by a version that did not count has none; such
 * an entry is a message.
 *
 * @param since where the counting began: behind this seq
 * @param messages behind {@code since}, up to the entry and with it
 */
public record MessageCount(long since, long messages) {
    /** That of a log without entries. */
    public static final MessageCount NONE = new MessageCount(0, 0);

    /** The counting begins anew behind an entry that has no count. */
    public static MessageCount beginningBehind(long seq) {
        return new MessageCount(seq, 0);
    }

    /** That of the next entry. */
    public MessageCount next(boolean isMessage) {
        return isMessage ? new MessageCount(since, messages + 1) : this;
    }
}
