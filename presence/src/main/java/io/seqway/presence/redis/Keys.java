package io.seqway.presence.redis;

import java.time.Duration;

/** What the keys of presence have in common. */
final class Keys {
    /** When keys go that nobody has said anything about; gateways say something about each of theirs once a minute. */
    static final String KEEP_MS = Long.toString(Duration.ofDays(1).toMillis());

    private Keys() {}
}
