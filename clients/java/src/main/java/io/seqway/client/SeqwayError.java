package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What went wrong, in a sentence fit to show (docs/protocol.md, "Errors"). */
public final class SeqwayError extends RuntimeException {
    static final String NOT_A_MEMBER = "You are not a member of this room.";
    static final String SIGN_IN = "Your session has expired. Please sign in.";

    private static final long serialVersionUID = 1;
    private static final Set<String> AUTH = Set.of("unauthenticated", "token-expired");
    private static final Set<String> LIMIT = Set.of("too-large", "limit-exceeded", "rate-limited");

    private final ErrorKind kind;
    private final String code;
    private final boolean retryable;
    private final Long retryAfterMs;
    private final String limit;

    SeqwayError(ErrorKind kind, String message, String code, boolean retryable, Long retryAfterMs, String limit) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.retryable = retryable;
        this.retryAfterMs = retryAfterMs;
        this.limit = limit;
    }

    /** Which of the five kinds it is. */
    public ErrorKind kind() {
        return kind;
    }

    /** The server's error code, or the number of the close or of the HTTP status; null where there is none. */
    public String code() {
        return code;
    }

    /** Whether the same may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** How long to wait before that, in ms; null where it is not known. */
    public Long retryAfterMs() {
        return retryAfterMs;
    }

    /** {@code name=value} of the limit that was met; null where none was. */
    public String limit() {
        return limit;
    }

    /** Of a frame of the type {@code error}, of a room's outcome, or of one that was kept. */
    static SeqwayError told(JsonObject frame) {
        String code = frame.getString("code", "internal");
        ErrorKind kind =
                AUTH.contains(code) ? ErrorKind.AUTH : LIMIT.contains(code) ? ErrorKind.LIMIT : ErrorKind.SERVER;
        String message = frame.getString("message", code);
        boolean retryable = Boolean.TRUE.equals(frame.getValue("retryable"));
        return new SeqwayError(
                kind, message, code, retryable, Fields.number(frame, "retryAfterMs"), frame.getString("limit"));
    }

    static SeqwayError told(String code, String message) {
        return told(new JsonObject().put("code", code).put("message", message));
    }

    /** The way to the server, or the server's silence. */
    static SeqwayError broken(ErrorKind kind, String message, String code) {
        return new SeqwayError(kind, message, code, true, null, null);
    }

    static SeqwayError silent(ErrorKind kind, String code) {
        return broken(kind, "The server does not answer.", code);
    }

    static SeqwayError beyond(String message, String code, String limit) {
        return new SeqwayError(ErrorKind.LIMIT, message, code, false, null, limit);
    }

    static SeqwayError mustSignIn(String message) {
        return told("unauthenticated", message == null || message.isEmpty() ? SIGN_IN : message);
    }

    static SeqwayError of(Throwable failure) {
        return failure instanceof SeqwayError error
                ? error
                : new SeqwayError(
                        ErrorKind.SERVER, String.valueOf(failure.getMessage()), "internal", false, null, null);
    }
}
