package io.seqway.protocol.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.seqway.protocol.frame.Message;

/**
 * A message to be stored.
 *
 * @param kind the kind of the entry
 * @param body the JSON text of the body
 * @param seqRef the seq the message answers, or 0
 * @param after the clientMsgId of a message of the same sender that must be stored or queued ahead, or
 *     {@code null}; for whoever knows kinds, see {@link #predecessor}
 * @param again whether it was sent before: it may be stored, under way, or refused by an answer that was lost
 * @param late whether one that was sent behind it is stored: so it is not to be stored any more
 * @param optimistic whether it is to be shown before it is stored
 * @param change what there is to say of a kind other than {@code message}; {@code null} for a message
 * @param granted whether the token of who says it opens the room, so that nothing else has to
 * @param unordered whether its sender has promised no order: it is stored whatever was sent behind it
 */
public record Submission(
        ReplyTo replyTo,
        String room,
        Author author,
        String clientMsgId,
        String kind,
        String body,
        long seqRef,
        String after,
        boolean again,
        boolean late,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean optimistic,
        Change change,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean granted,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unordered) {
    /**
     * A clientMsgId that no message can have. An owner that knows of messages only would store another kind as one; so
     * it is told that this has to be there before, and refuses it as out of order.
     */
    private static final String NEVER_STORED = "!";

    /** A message as it comes from its sender, to be shown when it is stored. */
    public Submission(
            ReplyTo replyTo,
            String room,
            Author author,
            String clientMsgId,
            String kind,
            String body,
            long seqRef,
            String after) {
        this(replyTo, room, author, clientMsgId, kind, body, seqRef, after, false, false, false, null, false, false);
    }

    /**
     * A message of a client, with nobody to be told yet.
     *
     * @param replyTo the seq that it answers, or 0
     */
    public static Submission message(
            String room,
            Author author,
            String clientMsgId,
            String body,
            long replyTo,
            String after,
            boolean optimistic) {
        return new Submission(
                null,
                room,
                author,
                clientMsgId,
                Message.KIND_MESSAGE,
                body,
                replyTo,
                after,
                false,
                false,
                optimistic,
                null,
                false,
                false);
    }

    /** An entry of another kind, with nobody to be told yet. */
    public static Submission change(
            String kind, String room, Author author, String clientMsgId, String body, Change change) {
        return new Submission(
                null,
                room,
                author,
                clientMsgId,
                kind,
                body,
                0,
                NEVER_STORED,
                false,
                false,
                false,
                change,
                false,
                false);
    }

    /** The clientMsgId of a message of the same sender that must be stored or queued ahead, or {@code null}. */
    public String predecessor() {
        return change == null ? after : change.after();
    }

    /** The seq of the message that it is about, or 0. */
    public long target() {
        return change == null ? 0 : change.target();
    }

    /** The same for somebody who waits for the outcome. */
    public Submission answeredTo(ReplyTo to) {
        return copy(to, again, late, granted, unordered);
    }

    /** The same of somebody whose token opens the room, or does not. */
    public Submission granted(boolean byToken) {
        return copy(replyTo, again, late, byToken, unordered);
    }

    /** The same of a sender that has promised no order. */
    public Submission asUnordered() {
        return copy(replyTo, again, late, granted, true);
    }

    /** Whether a backend says it, of a kind other than {@code message}. */
    public boolean byService() {
        return change != null && change.service();
    }

    /** The same in a generation of its pipe. */
    public Submission in(long generation, boolean sentBefore, boolean overtaken) {
        ReplyTo to = new ReplyTo(replyTo.node(), replyTo.hub(), replyTo.ref(), generation);
        return copy(to, sentBefore, overtaken, granted, unordered);
    }

    /** What is said stays; how it travels changes. */
    private Submission copy(ReplyTo to, boolean sentBefore, boolean overtaken, boolean byToken, boolean withoutOrder) {
        return new Submission(
                to,
                room,
                author,
                clientMsgId,
                kind,
                body,
                seqRef,
                after,
                sentBefore,
                overtaken,
                optimistic,
                change,
                byToken,
                withoutOrder);
    }

    /**
     * What an entry of a kind other than {@code message} says besides its body.
     *
     * @param target the seq of the message that it is about, or 0
     * @param expectVersion the version that the target must have, or 0 for any
     * @param after as in {@link Submission#predecessor}
     * @param service whether a backend says it, which may act for anybody
     * @param member whom it is about, if it is about a member of the room, else {@code null}
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Change(long target, long expectVersion, String after, boolean service, MemberChange member) {
        /** Of a message. */
        public Change(long target, long expectVersion, String after, boolean service) {
            this(target, expectVersion, after, service, null);
        }
    }

    /**
     * What somebody is to be in a room.
     *
     * @param role the role to have, or {@code null} for none: then the user is no member any more
     */
    public record MemberChange(String user, String role) {}
}
