package io.seqway.gateway.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token as it came. Nothing that it says is believed before its signature is verified: {@code iss}, {@code alg} and
 * {@code kid} only choose among the keys that are there already, and no address in it is ever asked.
 *
 * @param kid the name of its key, or {@code null}
 */
record UnverifiedToken(String text, String algorithm, String kid, JsonObject claims) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MAX_KID = 256;

    /** Other kinds of tokens are signed by the same keys, such as those that tell of a logout (RFC 8725, 3.11). */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    /** Reads one; {@code null} if it is no token that could ever be believed. */
    static UnverifiedToken read(String text) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        String[] parts = text.split("\\.");
        JsonObject header = object(parts[0]);
        JsonObject claims = object(parts[1]);
        if (header == null
                || claims == null
                || !(header.getValue("alg") instanceof String algorithm)
                || !(header.getValue("kid", "") instanceof String kid)
                || kid.length() > MAX_KID
                || !isKnownType(header.getValue("typ", "JWT"))
                // What must be understood (RFC 7515, 4.1.11) is not.
                || header.containsKey("crit")
                || header.containsKey("b64")) {
            return null;
        }
        return new UnverifiedToken(text, algorithm, header.containsKey("kid") ? kid : null, claims);
    }

    /** The issuer that it names; {@code null} if it names none. */
    String issuer() {
        return claims.getValue("iss") instanceof String issuer ? issuer : null;
    }

    private static boolean isKnownType(Object type) {
        return type instanceof String text && TYPES.contains(text.toLowerCase(Locale.ROOT));
    }

    private static JsonObject object(String part) {
        try {
            return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
        } catch (IllegalArgumentException | DecodeException e) {
            return null;
        }
    }
}
