package io.seqway.client;

import io.vertx.core.json.JsonObject;

/** What a message holds at one time. */
record Content(
        Long seq,
        String messageId,
        String sender,
        String senderName,
        String senderPicture,
        String clientMsgId,
        long time,
        Object body,
        long version,
        boolean deleted,
        Long replyTo) {

    /** Of an entry, or of a {@code pending}. */
    static Content of(JsonObject entry) {
        return new Content(
                Fields.number(entry, "seq"),
                Fields.text(entry, "messageId"),
                Fields.text(entry, "sender"),
                Fields.text(entry, "senderName"),
                Fields.text(entry, "senderPicture"),
                Fields.text(entry, "clientMsgId"),
                Fields.number(entry, "time", 0),
                entry.getValue("body"),
                Fields.number(entry, "version", 1),
                Boolean.TRUE.equals(entry.getValue("deleted")),
                Fields.number(entry, "replyTo"));
    }

    /** Of what is written here. */
    static Content own(Item item, String sender, Object body) {
        Long replyTo = Fields.number(item.fields, "replyTo");
        return new Content(null, null, sender, null, null, item.id, item.time, body, 1, false, replyTo);
    }

    Content stored(long at) {
        return new Content(
                at, messageId, sender, senderName, senderPicture, clientMsgId, time, body, version, deleted, replyTo);
    }

    Content changed(long newVersion, Object newBody, boolean gone) {
        return new Content(
                seq,
                messageId,
                sender,
                senderName,
                senderPicture,
                clientMsgId,
                time,
                newBody,
                newVersion,
                gone,
                replyTo);
    }
}
