package io.seqway.protocol;

/** Why a connection was closed, and so whether the client comes back (docs/protocol.md, "Errors and closes"). */
public enum CloseCode {
    GOING_AWAY(1001, "going away"),
    PROTOCOL_ERROR(1002, "protocol error"),
    INVALID_TEXT(1007, "text is not valid UTF-8"),
    TOO_BIG(1009, "frame too big"),
    INTERNAL(1011, "internal error"),
    RESTART(1012, "server restarting"),
    OVERLOADED(1013, "over capacity"),
    NOT_JSON(4400, "not a JSON object"),
    BAD_TOKEN(4401, "token bad or expired"),
    FORBIDDEN(4403, "not allowed"),
    NO_HEARTBEAT(4408, "timeout"),
    REPLACED(4409, "replaced by a newer connection"),
    FLOOD(4429, "too many frames");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The status code of the close frame (RFC 6455, section 7.4). */
    public short code() {
        return (short) code;
    }

    /** The reason to send where nothing more exact is known: at most 123 bytes. */
    public String reason() {
        return reason;
    }
}
