package io.seqway.gateway.session;

import io.seqway.gateway.socket.TokenBucket;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;

/** How fast one connection may speak (docs/protocol.md, "Limits"). */
public final class RateLimit {
    /** Frames of all types may come so many times as fast as sends: pings, joins and reads are cheaper. */
    private static final int FRAMES_PER_SEND = 4;

    private static final int QUESTIONS_PER_SECOND = 25;
    private static final int QUESTION_BURST = 10;

    /** A token is renewed every few minutes, and may cost a ms to check. */
    private static final int AUTHS_PER_SECOND = 1;

    private static final int AUTH_BURST = 5;

    private final Limits limits;
    private final TokenBucket sends;
    private final TokenBucket signals;
    private final TokenBucket frames;
    private final TokenBucket refusals;
    private final TokenBucket questions;
    private final TokenBucket auths;

    public RateLimit(Limits limits, long nowNanos) {
        this.limits = limits;
        sends = new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), nowNanos);
        signals = new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), nowNanos);
        frames = new TokenBucket(
                (double) FRAMES_PER_SEND * limits.sendsPerSecond(),
                (double) FRAMES_PER_SEND * limits.sendBurst(),
                nowNanos);
        refusals = new TokenBucket(limits.sendsPerSecond(), (double) FRAMES_PER_SEND * limits.sendBurst(), nowNanos);
        questions = new TokenBucket(QUESTIONS_PER_SECOND, QUESTION_BURST, nowNanos);
        auths = new TokenBucket(AUTHS_PER_SECOND, AUTH_BURST, nowNanos);
    }

    /** Counts one send; throws a {@link Refusal} that says when the next one may come. */
    public void send(long nowNanos) {
        if (!sends.tryTake(nowNanos)) {
            throw refusal(sends, limits.sendsPerSecond(), "sends per second (sends-per-second)");
        }
    }

    /** Counts one signal, which may come as fast as sends do; throws a {@link Refusal} as {@link #send} does. */
    public void signal(long nowNanos) {
        if (!signals.tryTake(nowNanos)) {
            throw refusal(signals, limits.sendsPerSecond(), "signals per second (sends-per-second)");
        }
    }

    /** Counts one frame of any type; throws a {@link Refusal} that says when the next one may come. */
    public void frame(long nowNanos) {
        if (!frames.tryTake(nowNanos)) {
            throw refusal(
                    frames,
                    FRAMES_PER_SEND * limits.sendsPerSecond(),
                    "frames per second (" + FRAMES_PER_SEND + " times sends-per-second)");
        }
    }

    /** Counts one token to check; throws a {@link Refusal} that says when the next one may come. */
    public void auth(long nowNanos) {
        if (!auths.tryTake(nowNanos)) {
            throw new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "too fast: at most " + AUTHS_PER_SECOND + " token per second",
                    null,
                    auths.msToNext());
        }
    }

    /** Counts one question, if it may be asked now; else says after how many ms it may be tried again. */
    public long question(long nowNanos) {
        return questions.tryTake(nowNanos) ? 0 : questions.msToNext();
    }

    /** Counts one refused frame: whether the client goes on sending for so long that the connection has to end. */
    public boolean isFlood(long nowNanos) {
        return !refusals.tryTake(nowNanos);
    }

    private Refusal refusal(TokenBucket bucket, int perSecond, String what) {
        return new Refusal(
                ErrorCode.RATE_LIMITED,
                "too fast: at most " + perSecond + " " + what,
                "sends-per-second=" + limits.sendsPerSecond(),
                bucket.msToNext());
    }
}
