package io.seqway.gateway.session;

import io.seqway.gateway.auth.SendRate;
import io.seqway.protocol.Limits;

/**
 * What a user may do with all connections together.
 *
 * @param rate how fast a user may send on one node; more, where a token claims more
 * @param mostClaimed what a token can claim at the most, for its connection and for its user
 */
public record UserLimits(SendRate rate, SendRate mostClaimed) {
    /** How many connections may send as fast as they can where nothing else is configured. */
    public static final int CONNECTIONS = 4;

    /** How many times as fast as others the owner of a token may become where nothing else is configured. */
    public static final int RAISE = 10;

    /** What follows from the limits of one connection. */
    public static UserLimits of(Limits limits) {
        return new UserLimits(times(CONNECTIONS, limits), times(RAISE, limits));
    }

    private static SendRate times(int factor, Limits limits) {
        return new SendRate(factor * limits.sendsPerSecond(), factor * limits.sendBurst());
    }
}
