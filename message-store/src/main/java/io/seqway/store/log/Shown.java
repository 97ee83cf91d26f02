package io.seqway.store.log;

import io.seqway.protocol.frame.Message;

/**
 * An entry as it is shown now: a message with its latest body and version; a deleted one, and every earlier edit of it,
 * without a body (docs/protocol.md, "Edits and deletions").
 *
 * @param version the one that is shown
 * @param body JSON text
 */
public record Shown(Entry entry, long version, String body, boolean deleted) {
    /** The entry as it is stored. */
    public static Shown of(Entry entry) {
        return new Shown(entry, entry.version(), entry.body(), entry.deleted());
    }

    /**
     * With an edit or a deletion that stands behind it in the log. Those may be told in any order, and more than once.
     *
     * @return this one if it changes nothing
     */
    public Shown with(Entry change) {
        if (change.target() == entry.seq() && entry.isMessage() && change.version() > version) {
            return change.isDeletion()
                    ? new Shown(entry.redacted(), change.version(), Message.NO_BODY, true)
                    : new Shown(entry, change.version(), change.body(), change.deleted());
        }
        boolean isOfDeleted = change.isDeletion() && entry.isEdit() && change.target() == entry.target();
        return isOfDeleted && !deleted ? of(entry.redacted()) : this;
    }

    /** The {@code message} frame that clients get. */
    public byte[] toFrame(String epoch) {
        return new Message(
                        entry.log().room(),
                        epoch,
                        entry.seq(),
                        entry.author().id(),
                        entry.author().name(),
                        entry.author().picture(),
                        entry.clientMsgId(),
                        entry.time(),
                        entry.kind(),
                        body,
                        entry.replyTo(),
                        entry.target(),
                        version,
                        deleted)
                .toFrame();
    }
}
