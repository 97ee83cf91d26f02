package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies JWTs (RFC 7519) for one event loop. A key is used with its own algorithm only, whatever a token says;
 * {@code exp} and a valid {@code sub} are required.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    /** Claims that belong to one token, and not to its user. */
    private static final List<String> PER_TOKEN = List.of("iat", "exp", "jti");

    /** @param expiresAt in ms since 1970 */
    public record Renewed(String token, long expiresAt) {
        @Override
        public String toString() {
            return "Renewed[expiresAt=" + expiresAt + "]"; // a token is never printed
        }
    }

    private final Keyring keyring;
    private final VerificationPool pool;
    private final EventLoop loop;

    public Tokens(Keyring keyring, VerificationPool pool, EventLoop loop) {
        this.keyring = keyring;
        this.pool = pool;
        this.loop = loop;
    }

    /**
     * The identity that a token proves; to be called on the event loop, where it also completes: at once for a secret,
     * later for a public key. Fails with a {@link Refusal}.
     */
    public Future<Identity> verify(String text) {
        UnverifiedToken token = UnverifiedToken.read(text);
        if (token == null) {
            return Future.failedFuture(notValid());
        }
        List<VerificationKey> keys = keyring.candidates(token);
        if (!keys.isEmpty()) {
            return verify(token, keys);
        }
        Future<Boolean> learnt = keyring.learn(token);
        return learnt.isComplete() && learnt.succeeded() && !learnt.result()
                ? Future.failedFuture(notValid())
                : onLoop(learnt).compose(read -> verify(token, keyring.candidates(token)));
    }

    /**
     * A new token in the place of one that is still good and that a secret of this node has signed: with the same claims
     * and for as long, or, without {@code iat}, until the same end. Fails with a {@link Refusal}.
     */
    public Future<Renewed> renew(String text) {
        return verify(text).map(identity -> {
            UnverifiedToken token = UnverifiedToken.read(text);
            if (!keyring.signs(token)) {
                throw new Refusal(ErrorCode.FORBIDDEN, "no secret of this server has signed the token: ask who did");
            }
            JsonObject claims = token.claims().copy();
            int seconds = lifetimeSeconds(claims, identity.expiresAt());
            PER_TOKEN.forEach(claims::remove);
            String renewed = sign(claims, seconds);
            long expiresAt = UnverifiedToken.read(renewed).claims().getLong("exp") * 1000;
            return new Renewed(renewed, expiresAt);
        });
    }

    private static int lifetimeSeconds(JsonObject claims, long expiresAt) {
        long begin = claims.getValue("iat") instanceof Number iat
                ? (long) (iat.doubleValue() * 1000)
                : System.currentTimeMillis();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (expiresAt - begin) / 1000));
    }

    /** A new token with these claims, which must hold {@code sub}; {@code iat} and {@code exp} are set. Needs a secret. */
    public String sign(JsonObject claims, int ttlSeconds) {
        return keyring.signer().sign(claims, ttlSeconds);
    }

    /** As {@link #sign(JsonObject, int)}, by the first of these secrets. */
    public static String sign(Vertx vertx, TokenOptions options, JsonObject claims, int ttlSeconds) {
        return SharedKey.of(vertx, options.secrets().get(0)).sign(claims, ttlSeconds);
    }

    private Future<Identity> verify(UnverifiedToken token, List<VerificationKey> keys) {
        return keys.stream().noneMatch(VerificationKey::isCostly)
                ? Future.succeededFuture().map(now -> identity(token, keys))
                : pool.run(() -> identity(token, keys)).recover(Tokens::unchecked);
    }

    /** Whatever else goes wrong tells nothing of the token. */
    private static Future<Identity> unchecked(Throwable failure) {
        if (failure instanceof Refusal) {
            return Future.failedFuture(failure);
        }
        LOG.error("a token could not be checked", failure);
        return Future.failedFuture(new Refusal(ErrorCode.UNAVAILABLE, "the token could not be checked"));
    }

    private Identity identity(UnverifiedToken token, List<VerificationKey> keys) {
        if (keys.stream().noneMatch(key -> key.hasSigned(token.text()))) {
            throw notValid();
        }
        return Claims.identity(token.claims(), keyring.audience(), System.currentTimeMillis());
    }

    private <T> Future<T> onLoop(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete((result, failure) -> loop.run(() -> promise.complete(result, failure)));
        return promise.future();
    }

    private static Refusal notValid() {
        return new Refusal(ErrorCode.UNAUTHENTICATED, "the token is not valid");
    }
}
