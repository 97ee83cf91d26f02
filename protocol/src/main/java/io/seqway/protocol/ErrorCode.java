package io.seqway.protocol;

/** Why a frame was refused (docs/protocol.md, "Errors and closes"). */
public enum ErrorCode {
    BAD_REQUEST("bad-request", false),
    UNKNOWN_TYPE("unknown-type", false),
    UNAUTHENTICATED("unauthenticated", false),
    TOKEN_EXPIRED("token-expired", false),
    FORBIDDEN("forbidden", false),
    /** Also for a room that does not exist, so that nobody can probe for names. */
    NOT_A_MEMBER("not-a-member", false),
    /** Said to backends only, which may know of every room. */
    ROOM_NOT_FOUND("room-not-found", false),
    NOT_JOINED("not-joined", false),
    /** Not stored: the message named by {@code after} is neither stored nor queued ahead. */
    OUT_OF_ORDER("out-of-order", true),
    ID_CONFLICT("id-conflict", false),
    /** The message has another version than the caller expected. */
    VERSION_CONFLICT("version-conflict", false),
    /** There is no such message, or none any more. */
    TARGET_NOT_FOUND("target-not-found", false),
    TOO_LARGE("too-large", false),
    /** Something else is stored of the stream: other bytes at the same seq, or another end or content type. */
    CHUNK_CONFLICT("chunk-conflict", false),
    RATE_LIMITED("rate-limited", true),
    LIMIT_EXCEEDED("limit-exceeded", false),
    /** Not stored, and never will be by that attempt. */
    UNAVAILABLE("unavailable", true),
    /** The outcome is not known yet: the client repeats it with the same clientMsgId. */
    TIMEOUT("timeout", true),
    INTERNAL("internal", false);

    private final String text;
    private final boolean retryable;

    ErrorCode(String text, boolean retryable) {
        this.text = text;
        this.retryable = retryable;
    }

    /** The code as it stands on the wire. */
    public String text() {
        return text;
    }

    /** Whether the same frame may succeed when it is sent again. */
    public boolean retryable() {
        return retryable;
    }
}
