package io.seqway.gateway.session;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.SendRate;
import io.seqway.gateway.door.Pace;
import io.seqway.gateway.socket.TokenBucket;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import java.util.concurrent.TimeUnit;

/** How fast one connection may speak (docs/protocol.md, "Limits"). */
public final class RateLimit {
    /** Frames of all types may come so many times as fast as sends: pings, joins and reads are cheaper. */
    private static final int FRAMES_PER_SEND = 4;

    /** Each goes to all who are in the room; a client needs one every few seconds. */
    private static final int TYPINGS_PER_SECOND = 5;

    private static final int TYPING_BURST = 20;

    /** Each goes to all rooms of the connection. */
    private static final int STATUSES_PER_SECOND = 1;

    private static final int STATUS_BURST = 5;

    private static final int QUESTIONS_PER_SECOND = 25;
    private static final int QUESTION_BURST = 10;

    /** A token is renewed every few minutes, and may cost a ms to check. */
    private static final int AUTHS_PER_SECOND = 1;

    private static final int AUTH_BURST = 5;

    /** For how long chunks may come as fast as the network brings them. */
    private static final long CHUNK_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final UserRates users;
    private final TokenBucket sends;
    private final TokenBucket signals;
    private final TokenBucket typings;
    private final TokenBucket statuses;
    private final TokenBucket frames;
    private final TokenBucket refusals;
    private final TokenBucket questions;
    private final TokenBucket auths;
    private SendRate rate;
    private SendRate userRate;
    private Pace userPace;
    private UserRate user;
    private long chunksPaidNanos;

    public RateLimit(UserRates users, long nowNanos) {
        this(users, users.ofConnection(), nowNanos);
    }

    /** As fast as the owner of a token may be from the beginning. */
    public RateLimit(UserRates users, Identity identity, long nowNanos) {
        this(users, users.ofConnection(identity), nowNanos);
        known(identity, nowNanos);
    }

    private RateLimit(UserRates users, SendRate rate, long nowNanos) {
        this.users = users;
        this.rate = rate;
        sends = new TokenBucket(rate.perSecond(), rate.burst(), nowNanos);
        signals = new TokenBucket(rate.perSecond(), rate.burst(), nowNanos);
        typings = new TokenBucket(TYPINGS_PER_SECOND, TYPING_BURST, nowNanos);
        statuses = new TokenBucket(STATUSES_PER_SECOND, STATUS_BURST, nowNanos);
        frames = new TokenBucket(
                (double) FRAMES_PER_SEND * rate.perSecond(), (double) FRAMES_PER_SEND * rate.burst(), nowNanos);
        refusals = new TokenBucket(rate.perSecond(), (double) FRAMES_PER_SEND * rate.burst(), nowNanos);
        questions = new TokenBucket(QUESTIONS_PER_SECOND, QUESTION_BURST, nowNanos);
        auths = new TokenBucket(AUTHS_PER_SECOND, AUTH_BURST, nowNanos);
        chunksPaidNanos = nowNanos;
    }

    /** It is known who speaks, or a newer token of theirs is: that may let them speak faster, or not any more. */
    public void known(Identity identity, long nowNanos) {
        if (user == null) {
            user = users.enter(identity.userId(), nowNanos);
        }
        userRate = users.ofUser(identity);
        userPace = Pace.of(userRate.perSecond(), userRate.burst());
        SendRate before = rate;
        rate = users.ofConnection(identity);
        if (!rate.equals(before)) {
            sends.change(rate.perSecond(), rate.burst());
            signals.change(rate.perSecond(), rate.burst());
            frames.change((double) FRAMES_PER_SEND * rate.perSecond(), (double) FRAMES_PER_SEND * rate.burst());
        }
    }

    /** Counts that the connection has come: whether its user connects again and again. */
    boolean flaps(long nowNanos) {
        return user != null && user.connect(nowNanos);
    }

    /** The connection has ended. */
    public void ended(long nowNanos) {
        if (user != null) {
            users.leave(user, nowNanos);
            user = null;
        }
    }

    /** How fast the connection may send now. */
    public SendRate rate() {
        return rate;
    }

    /** Counts one send; throws a {@link Refusal} that says when the next one may come. */
    public void send(long nowNanos) {
        if (!sends.tryTake(nowNanos)) {
            throw refusal("sends", sends);
        }
        require("sends", user.send(userPace, nowNanos));
    }

    /** Counts one signal, which may come as fast as sends do; throws a {@link Refusal} as {@link #send} does. */
    public void signal(long nowNanos) {
        if (!signals.tryTake(nowNanos)) {
            throw refusal("signals", signals);
        }
        require("signals", user.signal(userPace, nowNanos));
    }

    /** Counts one {@code typing}; throws a {@link Refusal} that says when the next one may come. */
    public void typing(long nowNanos) {
        require(typings, "typing", TYPINGS_PER_SECOND, nowNanos);
    }

    /** Counts one {@code status}; throws a {@link Refusal} that says when the next one may come. */
    public void status(long nowNanos) {
        require(statuses, "status", STATUSES_PER_SECOND, nowNanos);
    }

    /** Counts one frame of any type; throws a {@link Refusal} that says when the next one may come. */
    public void frame(long nowNanos) {
        if (!frames.tryTake(nowNanos)) {
            throw tooFast(
                    FRAMES_PER_SEND * rate.perSecond() + " frames per second (" + FRAMES_PER_SEND
                            + " times sends-per-second)",
                    "sends-per-second=" + rate.perSecond(),
                    frames.msToNext());
        }
    }

    /** Counts one token to check; throws a {@link Refusal} that says when the next one may come. */
    public void auth(long nowNanos) {
        require(auths, "auth", AUTHS_PER_SECOND, nowNanos);
    }

    private static void require(TokenBucket bucket, String type, int perSecond, long nowNanos) {
        if (!bucket.tryTake(nowNanos)) {
            throw tooFast(perSecond + " " + type + " per second", type + "-per-second=" + perSecond, bucket.msToNext());
        }
    }

    /** Counts one question, if it may be asked now; else says after how many ms it may be tried again. */
    public long question(long nowNanos) {
        return questions.tryTake(nowNanos) ? 0 : questions.msToNext();
    }

    /** Counts one chunk: after how many ms the connection may be heard again. */
    public long chunk(int bytes, int bytesPerSecond, long nowNanos) {
        long cost = TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
        chunksPaidNanos = Math.max(chunksPaidNanos, nowNanos) + cost;
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(chunksPaidNanos - nowNanos - CHUNK_BURST_NANOS));
    }

    /** Counts one refused frame: whether the client goes on sending for so long that the connection has to end. */
    public boolean isFlood(long nowNanos) {
        return !refusals.tryTake(nowNanos);
    }

    private Refusal refusal(String what, TokenBucket bucket) {
        return tooFast(
                rate.perSecond() + " " + what + " per second (sends-per-second)",
                "sends-per-second=" + rate.perSecond(),
                bucket.msToNext());
    }

    /** The other connections of the user count, too. */
    private void require(String what, long waitNanos) {
        if (waitNanos > 0) {
            throw tooFast(
                    userRate.perSecond() + " " + what
                            + " per second of all connections of a user (user-sends-per-second)",
                    "user-sends-per-second=" + userRate.perSecond(),
                    TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
        }
    }

    private static Refusal tooFast(String most, String limit, long retryAfterMs) {
        return new Refusal(ErrorCode.RATE_LIMITED, "too fast: at most " + most, limit, retryAfterMs);
    }
}
