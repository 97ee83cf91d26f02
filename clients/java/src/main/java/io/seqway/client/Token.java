package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executor;

/** The token at hand. The application is asked for another one only when that is needed. */
final class Token {
    private static final long RENEW_BEFORE_MS = 30_000;

    private final SeqwayOptions options;
    private final Clock clock;
    private final Executor context;
    private String value;
    private boolean refused;

    /** @param context of the client, whichever one the application answers on */
    Token(SeqwayOptions options, Clock clock, Executor context) {
        this.options = options;
        this.clock = clock;
        this.context = context;
        this.value = options.token;
    }

    /**
     * Fails with a {@link SeqwayError} of the kind {@code auth} if the user has to sign in, else {@code network}.
     *
     * @param renew whether the one at hand is about to end, whatever this clock says
     */
    Future<String> get(boolean renew) {
        String previous = value;
        boolean expiring = renew || previous != null && endOf(previous) - clock.now() < RENEW_BEFORE_MS;
        if (previous != null && !refused && !(expiring && options.getToken != null)) {
            return Future.succeededFuture(previous);
        }
        String reason = refused ? "refused" : previous != null ? "expiring" : "first";
        return ask(new TokenRequest(reason, previous)).map(token -> {
            if (token == null || token.isEmpty() || refused && token.equals(previous)) {
                throw SeqwayError.mustSignIn(SeqwayError.SIGN_IN);
            }
            refused = false;
            value = token;
            return token;
        });
    }

    /** The server does not take it. */
    void refused() {
        refused = true;
    }

    private Future<String> ask(TokenRequest request) {
        if (options.getToken == null) {
            return Future.succeededFuture();
        }
        Future<String> asked;
        try {
            asked = options.getToken.apply(request);
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        Promise<String> here = Promise.promise();
        asked.onComplete(answer -> context.execute(() -> here.handle(answer)));
        return here.future()
                .recover(e -> Future.failedFuture(
                        e instanceof Unauthorized
                                ? SeqwayError.mustSignIn(e.getMessage())
                                : SeqwayError.broken(ErrorKind.NETWORK, "Sign-in failed.", "no-token")));
    }

    /** In ms since 1970. Of a token that cannot be read never: then the server says when it ends. */
    private static long endOf(String token) {
        try {
            String claims = token.split("\\.")[1];
            String json = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
            Long exp = Fields.number(new JsonObject(json), "exp");
            return exp == null ? Long.MAX_VALUE : Math.multiplyExact(exp, 1_000L);
        } catch (RuntimeException e) {
            return Long.MAX_VALUE;
        }
    }
}
