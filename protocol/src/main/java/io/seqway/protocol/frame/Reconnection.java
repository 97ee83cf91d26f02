package io.seqway.protocol.frame;

import java.util.List;

/**
 * What a client says of its way back, to be counted and for nothing else: so a value that makes no sense counts as unsaid,
 * and refuses nothing.
 *
 * @param attempt the how many-th attempt this was since the last connection ended, 1 to 1000; 0 if that is not said
 * @param downMs for how long there was no connection, in ms, 0 to 7 days; -1 if that is not said
 * @param reason why the last connection ended, one of {@link #REASONS}
 */
public record Reconnection(int attempt, long downMs, String reason) {
    /** The reason of those who do not say one. */
    public static final String UNSAID = "unsaid";

    /** The reason of those who say one that is not known here. */
    public static final String OTHER = "other";

    /** What may be said, and what stands for all else. */
    public static final List<String> REASONS =
            List.of("network", "heartbeat", "server", "token", "replaced", "wake", OTHER, UNSAID);

    /** Of a client that says nothing of it. */
    public static final Reconnection NOT_SAID = new Reconnection(0, -1, UNSAID);

    private static final int MAX_ATTEMPT = 1_000;
    private static final long MAX_DOWN_MS = 7L * 24 * 60 * 60 * 1_000;

    static Reconnection of(Fields fields) {
        int attempt = (int) fields.integerIfSensible("attempt", 1, MAX_ATTEMPT, 0);
        long downMs = fields.integerIfSensible("downMs", 0, MAX_DOWN_MS, -1);
        String said = fields.textIfSensible("reason");
        String reason = said == null ? UNSAID : REASONS.contains(said) ? said : OTHER;
        return new Reconnection(attempt, downMs, reason);
    }
}
