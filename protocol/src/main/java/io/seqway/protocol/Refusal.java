package io.seqway.protocol;

/**
 * A refused frame: thrown where the rule is checked, answered as an {@code error} frame where the frame came in.
 * It carries no stack trace, since it tells of the client's mistake and not of the server's.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String limit;
    private final long retryAfterMs;
    private final long version;

    /**
     * @param limit the name and value of the limit that was met, or {@code null}
     * @param retryAfterMs milliseconds after which another try makes sense, or 0
     */
    public Refusal(ErrorCode code, String message, String limit, long retryAfterMs) {
        this(code, message, limit, retryAfterMs, 0);
    }

    private Refusal(ErrorCode code, String message, String limit, long retryAfterMs, long version) {
        super(message, null, false, false);
        this.code = code;
        this.limit = limit;
        this.retryAfterMs = retryAfterMs;
        this.version = version;
    }

    public Refusal(ErrorCode code, String message) {
        this(code, message, null, 0);
    }

    /** A field that is missing, of the wrong type or out of range. */
    public static Refusal badRequest(String message) {
        return new Refusal(ErrorCode.BAD_REQUEST, message);
    }

    /** A limit of the configuration, by its name and value. */
    public static Refusal limit(ErrorCode code, String what, String name, long value) {
        return new Refusal(code, what + ": at most " + value + " (" + name + ")", name + "=" + value, 0);
    }

    /** The same, for somebody who took a message for another version of it: it has this one. */
    public Refusal withVersion(long now) {
        return new Refusal(code, getMessage(), limit, retryAfterMs, now);
    }

    public ErrorCode code() {
        return code;
    }

    public String limit() {
        return limit;
    }

    public long retryAfterMs() {
        return retryAfterMs;
    }

    /** The version that a message has, or 0 if that is not why. */
    public long version() {
        return version;
    }
}
