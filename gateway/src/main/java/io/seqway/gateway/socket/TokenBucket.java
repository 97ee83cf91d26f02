package io.seqway.gateway.socket;

import java.util.concurrent.TimeUnit;

/** Lets so many things happen per second in the long run, and so many at once. Needs no timer. */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private double perSecond;
    private double burst;
    private double tokens;
    private long lastNanos;

    public TokenBucket(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Goes on at another rate, with what is there. */
    public void change(double newPerSecond, double newBurst) {
        perSecond = newPerSecond;
        burst = newBurst;
    }

    /** Takes one token. */
    public boolean tryTake(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** How long until the next token is there, in ms, at least 1. */
    public long msToNext() {
        return Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * 1000));
    }
}
