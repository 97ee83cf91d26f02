package io.seqway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.auth.TokenOptions.Secret;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Tokens as an event loop of the gateway verifies them, asked from the thread of a test. */
final class Verifying {
    private final Context context;
    private final Keyring keyring;
    private final Tokens tokens;

    private Verifying(Context context, Keyring keyring, Tokens tokens) {
        this.context = context;
        this.keyring = keyring;
        this.tokens = tokens;
    }

    static Verifying by(Vertx vertx, TokenOptions options) throws Exception {
        return by(vertx, options, new VerificationPool(vertx));
    }

    static Verifying by(Vertx vertx, TokenOptions options, VerificationPool pool) throws Exception {
        Context context = vertx.getOrCreateContext();
        Keyring keyring = await(on(context, () -> Keyring.open(vertx, options)));
        Tokens tokens = new Tokens(keyring, pool, EventLoop.of(context));
        return new Verifying(context, keyring, tokens);
    }

    static Verifying by(Vertx vertx, Secret... secrets) throws Exception {
        return by(vertx, new TokenOptions(List.of(secrets), null, null));
    }

    static Verifying by(Vertx vertx, KeySource... sources) throws Exception {
        return by(vertx, publicKeys(sources));
    }

    /** Public keys only, of any issuer. */
    static TokenOptions publicKeys(KeySource... sources) {
        return new TokenOptions(List.of(), List.of(sources), null, null, TokenOptions.DEFAULT_REFRESH_MS);
    }

    static KeySource at(URI uri) {
        return new KeySource(null, uri);
    }

    static KeySource in(Path file) {
        return new KeySource(null, file.toUri());
    }

    Keyring keyring() {
        return keyring;
    }

    Tokens tokens() {
        return tokens;
    }

    /** What a token is answered, some time. */
    Future<Identity> start(String token) {
        return start(token, answer -> {});
    }

    /** What a token is answered, some time; looked at as soon as it is asked, on the event loop. */
    Future<Identity> start(String token, Consumer<Future<Identity>> look) {
        return on(context, () -> {
            Future<Identity> answer = tokens.verify(token);
            look.accept(answer);
            return answer;
        });
    }

    Identity believed(String token) throws Exception {
        return await(start(token));
    }

    /** The new token in the place of another one; fails as the renewal does. */
    Tokens.Renewed renewed(String token) throws Exception {
        return await(on(context, () -> tokens.renew(token)));
    }

    void refused(String token) throws Exception {
        refused(token, ErrorCode.UNAUTHENTICATED);
    }

    void refused(String token, ErrorCode code) throws Exception {
        try {
            assertThat(await(start(token)))
                    .as("the identity of a token to be refused")
                    .isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code())
                    .isEqualTo(code));
        }
    }

    static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private interface Question<T> {
        Future<T> ask();
    }

    private static <T> Future<T> on(Context context, Question<T> question) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> question.ask().onComplete(promise));
        return promise.future();
    }
}
