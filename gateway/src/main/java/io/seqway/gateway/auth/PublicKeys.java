package io.seqway.gateway.auth;

import io.seqway.gateway.socket.TokenBucket;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of one place, and when they are read again. Safe to use from any thread. What was read last is kept
 * until something else was read: a place that does not answer, or has no keys any more, changes nothing.
 */
final class PublicKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublicKeys.class);

    /** Tokens with an unknown kid cost nothing to make, so they may not make a place be asked more often. */
    private static final double READS_PER_SECOND = 0.1;

    private static final int READ_BURST = 3;

    /** Less than what a client is given to say who it is, and than an HTTP request may stay unanswered. */
    private static final long WAIT_MS = 4_000;

    private final KeySource source;
    private final String issuer;
    private final KeyReader reader;
    private final TokenBucket reads = new TokenBucket(READS_PER_SECOND, READ_BURST, System.nanoTime());
    private volatile KeySet keys;
    private Future<Void> underWay;
    private boolean failed;
    private long readAt;
    private String said;

    /**
     * @param issuer whose tokens these keys sign, or {@code null} for everybody's
     * @param before what is known of the same place already, or {@code null}
     */
    PublicKeys(KeySource source, String issuer, KeyReader reader, PublicKeys before) {
        this.source = source;
        this.issuer = issuer;
        this.reader = reader;
        if (before != null && before.keys != null) {
            keys = new KeySet(issuer, before.keys.keys(), before.keys.published());
            said = before.said();
        }
    }

    KeySource source() {
        return source;
    }

    /** What was read last; {@code null} until something was. */
    KeySet keys() {
        return keys;
    }

    /** Whether a key may be there that is not known yet. Keys in PEM have no names, so all of them are known. */
    boolean mayHaveMore(String tokenIssuer) {
        KeySet known = keys;
        return known == null
                ? issuer == null || issuer.equals(tokenIssuer)
                : known.published() && known.isOf(tokenIssuer);
    }

    /**
     * Reads them since a token has a key that is not known, unless they were read just before. Fails with a
     * {@link Refusal} if it is not to be known now whether there is such a key.
     */
    synchronized Future<Void> readForUnknownKey() {
        if (underWay == null && !reads.tryTake(System.nanoTime())) {
            return failed ? Future.failedFuture(unavailable(reads.msToNext())) : Future.succeededFuture();
        }
        return read().timeout(WAIT_MS, TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(unavailable(TimeUnit.SECONDS.toMillis(1))));
    }

    /** Reads them, or waits for the reading that is under way; fails with an {@link UnusableKeysException}. */
    synchronized Future<Void> read() {
        if (underWay != null) {
            return underWay;
        }
        Future<Void> reading =
                reader.read(source).onSuccess(this::take).onFailure(this::keep).mapEmpty();
        underWay = reading;
        reading.onComplete(ended -> ended());
        return reading;
    }

    /** Whether it is time to read them again: they are not known at all, or a URL has failed or was asked long ago. */
    synchronized boolean areDue(long refreshMs) {
        long ageMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt);
        return keys == null || !source.isFile() && (failed || ageMs >= refreshMs);
    }

    private synchronized void take(KeyDocument document) {
        keys = new KeySet(issuer, document.keys(), document.isJwks());
        failed = false;
        readAt = System.nanoTime();
        String news = "%s%s"
                .formatted(
                        document.keys(),
                        document.leftOut().stream()
                                .map(one -> "; left out " + one)
                                .collect(Collectors.joining()));
        if (!news.equals(said)) {
            said = news;
            LOG.info("the keys of {}: {}", source.shown(), printable(news));
        }
    }

    private synchronized void keep(Throwable failure) {
        failed = true;
        String news = failure.getMessage();
        if (!news.equals(said)) {
            said = news;
            LOG.warn(
                    "{}; {}",
                    printable(news),
                    keys == null ? "no token of theirs can be checked" : "those that were read before are kept");
        }
    }

    private synchronized void ended() {
        underWay = null;
    }

    private synchronized String said() {
        return said;
    }

    private static Refusal unavailable(long retryAfterMs) {
        return new Refusal(ErrorCode.UNAVAILABLE, "the keys of tokens cannot be read now", null, retryAfterMs);
    }

    /** What others publish may not look like another line of the log. */
    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
