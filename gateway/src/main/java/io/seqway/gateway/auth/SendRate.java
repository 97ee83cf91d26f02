package io.seqway.gateway.auth;

/**
 * How fast somebody may send.
 *
 * @param perSecond sends per second in the long run
 * @param burst sends at once
 */
public record SendRate(int perSecond, int burst) {
    /** What somebody asks for who asks for nothing. */
    public static final SendRate NONE = new SendRate(0, 0);

    /** The greater one of each. */
    public SendRate atLeast(SendRate other) {
        return new SendRate(Math.max(perSecond, other.perSecond), Math.max(burst, other.burst));
    }

    /** The smaller one of each. */
    public SendRate atMost(SendRate other) {
        return new SendRate(Math.min(perSecond, other.perSecond), Math.min(burst, other.burst));
    }
}
