package io.seqway.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class VirtualClock implements Clock {
    private long now = 1_767_225_600_000L;
    private long order;
    private double random = 0.5;
    private final List<Timer> timers = new ArrayList<>();

    private record Timer(long due, long order, Runnable act) {}

    @Override
    public long now() {
        return now;
    }

    @Override
    public Runnable after(long ms, Runnable act) {
        Timer timer = new Timer(now + ms, order++, act);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public double random() {
        return random;
    }

    void draws(double next) {
        random = next;
    }

    void pass(long ms) {
        long until = now + ms;
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.due <= until)
                    .min(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::order))
                    .orElse(null);
            if (next == null) {
                now = until;
                return;
            }
            timers.remove(next);
            now = next.due;
            next.act.run();
        }
    }

    int timers() {
        return timers.size();
    }
}
