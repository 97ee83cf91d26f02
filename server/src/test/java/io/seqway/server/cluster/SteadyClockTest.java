package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.util.Clock;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Members do not lose each other because a wall clock jumps. */
class SteadyClockTest {
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong nanos = new AtomicLong(-7);
    private final SteadyClock clock = new SteadyClock(millis::get, nanos::get);

    @Test
    void itBeginsWithTheWallClockAndGoesOnWithTheMonotonicOne() {
        assertThat(clock.currentTimeMillis()).isEqualTo(1_000_000);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_500));
        assertThat(clock.currentTimeMillis()).isEqualTo(1_001_500);
    }

    @Test
    void aWallClockThatJumpsIsNotFollowed() {
        millis.addAndGet(-TimeUnit.MINUTES.toMillis(5));
        assertThat(clock.currentTimeMillis()).isEqualTo(1_000_000);
    }

    /** With classes of its own, since Hazelcast takes its clock once, and other tests may have come first. */
    @Test
    void hazelcastTakesIt() throws Exception {
        SteadyClock.install();
        URL[] places = {place(Clock.class), place(SteadyClock.class)};
        try (URLClassLoader classes = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            var used = classes.loadClass(Clock.class.getName()).getDeclaredField("CLOCK");
            used.setAccessible(true);
            assertThat(used.get(null).getClass().getName()).isEqualTo(SteadyClock.class.getName());
        }
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
