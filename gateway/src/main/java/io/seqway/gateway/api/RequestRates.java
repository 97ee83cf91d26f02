package io.seqway.gateway.api;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.socket.TokenBucket;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How fast each user may ask over HTTP, on this node; services may always. Requests of a user come by any number of
 * connections and so on any event loop; all of them share this, where only those of the same user wait for each other,
 * for less than a µs. There is an entry for each user with a good token who has asked lately. Safe to use from any thread.
 */
public final class RequestRates {
    private static final int READS_PER_SECOND = 25;
    private static final int READ_BURST = 10;

    /** A token is renewed every few minutes. */
    private static final int REFRESHES_PER_SECOND = 1;

    private static final int REFRESH_BURST = 5;

    private volatile Limits limits;
    private final Map<String, Rates> rates = new ConcurrentHashMap<>();

    private final class Rates {
        private final TokenBucket sends;
        private final TokenBucket reads;
        private final TokenBucket refreshes;
        private volatile long usedNanos;

        Rates(long nowNanos) {
            sends = new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), nowNanos);
            reads = new TokenBucket(READS_PER_SECOND, READ_BURST, nowNanos);
            refreshes = new TokenBucket(REFRESHES_PER_SECOND, REFRESH_BURST, nowNanos);
        }
    }

    /** Which of the buckets of a user. */
    private interface Choice {
        TokenBucket of(Rates rates);
    }

    /** @param limits on sends: as many as one WebSocket may say */
    public RequestRates(Limits limits) {
        this.limits = limits;
    }

    /** Other limits hold from now on; for who has just asked, after a pause. */
    public void adopt(Limits changed) {
        limits = changed;
    }

    /** Counts one send; throws a {@link Refusal} that says when the next one may come. */
    void send(Identity caller) {
        count(
                caller,
                theirs -> theirs.sends,
                limits.sendsPerSecond() + " sends per second (sends-per-second)",
                "sends-per-second=" + limits.sendsPerSecond());
    }

    /** Counts what is answered by a read of the message store or of presence; throws as {@link #send} does. */
    void read(Identity caller) {
        count(
                caller,
                theirs -> theirs.reads,
                READS_PER_SECOND + " requests that read per second",
                "reads-per-second=" + READS_PER_SECOND);
    }

    /** Counts a new token; throws as {@link #send} does. */
    void refresh(Identity caller) {
        count(
                caller,
                theirs -> theirs.refreshes,
                REFRESHES_PER_SECOND + " new token per second",
                "refreshes-per-second=" + REFRESHES_PER_SECOND);
    }

    /** Forgets who has not asked for so long that all is allowed again; to be called every few seconds. */
    public void forget() {
        long refillSeconds =
                Math.max(REFRESH_BURST / REFRESHES_PER_SECOND, 1 + limits.sendBurst() / limits.sendsPerSecond());
        long now = System.nanoTime();
        rates.values().removeIf(theirs -> now - theirs.usedNanos > TimeUnit.SECONDS.toNanos(refillSeconds));
    }

    private void count(Identity caller, Choice choice, String most, String limit) {
        if (caller.service()) {
            return;
        }
        rates.compute(caller.userId(), (user, before) -> {
            long now = System.nanoTime(); // in here: for a bucket no thread's time may lie before another one's
            Rates theirs = before == null ? new Rates(now) : before;
            theirs.usedNanos = now;
            TokenBucket bucket = choice.of(theirs);
            if (!bucket.tryTake(now)) {
                throw new Refusal(ErrorCode.RATE_LIMITED, "too fast: at most " + most, limit, bucket.msToNext());
            }
            return theirs;
        });
    }
}
