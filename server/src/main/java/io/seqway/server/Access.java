package io.seqway.server;

import io.seqway.gateway.auth.TokenOptions;
import io.seqway.gateway.auth.Tokens;
import io.seqway.server.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Which tokens a node believes, and the one that a development node hands out. */
final class Access {
    private static final String USER = "dev";
    private static final Duration VALIDITY = Duration.ofHours(24);

    private Access() {}

    /** The configured secrets; in development, where none are configured, the one of the data folder. */
    static TokenOptions tokens(Config config) throws StartFailure {
        Config.Access access = config.access();
        List<TokenOptions.Secret> secrets =
                access.secrets().isEmpty() && config.dev() ? List.of(DevSecret.in(config.dataDir())) : access.secrets();
        return new TokenOptions(
                secrets, access.publicKeys(), access.issuer(), access.audience(), access.keyRefreshMs());
    }

    static String devToken(Vertx vertx, TokenOptions options) {
        JsonObject claims = new JsonObject().put("sub", USER);
        if (options.issuer() != null) {
            claims.put("iss", options.issuer());
        }
        if (options.audience() != null) {
            claims.put("aud", options.audience());
        }
        return Tokens.sign(vertx, options, claims, (int) VALIDITY.toSeconds());
    }
}
