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

    /**
     * @param limit the name and value of the limit that was met, or {@code null}
     * @param retryAfterMs milliseconds after which another try makes sense, or 0
     */
    public Refusal(ErrorCode code, String message, String limit, long retryAfterMs) {
        super(message, null, false, false);
        this.code = code;
        this.limit = limit;
        this.retryAfterMs = retryAfterMs;
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

    public ErrorCode code() {
        return code;
    }

    public String limit() {
        return limit;
    }

    public long retryAfterMs() {
        return retryAfterMs;
    }
}
