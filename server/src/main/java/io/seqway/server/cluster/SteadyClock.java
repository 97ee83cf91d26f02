package io.seqway.server.cluster;

import com.hazelcast.internal.util.Clock;
import com.hazelcast.internal.util.ClockProperties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Hazelcast's clock: the wall clock as it was when the process began, and from then on the monotonic one. With the wall
 * clock itself, one that jumps by some seconds makes heartbeats of the others look too old to count, and nodes that are
 * well lose each other.
 */
final class SteadyClock extends Clock.ClockImpl {
    private final LongSupplier nanoTime;
    private final long beganMillis;
    private final long beganNanos;

    /** As Hazelcast makes it. */
    SteadyClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    SteadyClock(LongSupplier millis, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganMillis = millis.getAsLong();
        this.beganNanos = nanoTime.getAsLong();
    }

    /** Makes it the clock of this process, if it comes before anything of Hazelcast has looked at the time. */
    static void install() {
        System.setProperty(ClockProperties.HAZELCAST_CLOCK_IMPL, SteadyClock.class.getName());
    }

    @Override
    protected long currentTimeMillis() {
        return beganMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beganNanos);
    }
}
