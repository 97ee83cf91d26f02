package io.seqway.gateway.http;

import io.seqway.gateway.auth.Tokens;
import io.seqway.protocol.Ids;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code POST /api/dev/token}: a token for whoever asks. Development only. */
final class DevTokenRoute implements Handler<RoutingContext> {
    private static final int DEFAULT_TTL_SECONDS = 3_600;
    private static final int MAX_TTL_SECONDS = (int) TimeUnit.DAYS.toSeconds(30);

    private final Tokens tokens;

    DevTokenRoute(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void handle(RoutingContext context) {
        JsonObject wanted;
        try {
            wanted = context.body().asJsonObject();
        } catch (DecodeException | ClassCastException e) {
            wanted = null;
        }
        if (wanted == null) {
            Problem.send(context.response(), 400, "bad-request", "the body must be a JSON object");
            return;
        }
        if (!(wanted.getValue("userId") instanceof String userId) || !Ids.valid(userId)) {
            Problem.send(context.response(), 400, "bad-request", "userId must be " + Ids.RULE);
            return;
        }
        Object ttl = wanted.getValue("ttlSeconds", DEFAULT_TTL_SECONDS);
        if (!(ttl instanceof Integer seconds) || seconds < 1 || seconds > MAX_TTL_SECONDS) {
            Problem.send(
                    context.response(),
                    400,
                    "bad-request",
                    "ttlSeconds must be an integer from 1 to " + MAX_TTL_SECONDS);
            return;
        }
        JsonObject claims = new JsonObject();
        for (Map.Entry<String, Object> member : wanted) {
            switch (member.getKey()) {
                case "userId" -> claims.put("sub", userId);
                case "name" -> claims.put("name", member.getValue());
                case "ttlSeconds", "sub", "exp", "iat" -> {
                    // not the caller's to set
                }
                default -> claims.put(member.getKey(), member.getValue());
            }
        }
        long expiresAt = (System.currentTimeMillis() / 1000 + seconds) * 1000;
        JsonObject answer =
                new JsonObject().put("token", tokens.sign(claims, seconds)).put("expiresAt", expiresAt);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.toBuffer());
    }
}
