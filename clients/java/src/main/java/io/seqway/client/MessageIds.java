package io.seqway.client;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Names for messages, none of which was there before; later ones are greater. For any thread. */
final class MessageIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    MessageIds(Clock clock) {
        this.clock = clock;
    }

    String next() {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        long time = clock.now() * 1_000;
        long place = last.updateAndGet(before -> Math.max(before + 1, time));
        return Long.toString(place, 36) + HexFormat.of().formatHex(random);
    }
}
