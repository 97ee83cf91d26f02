package io.seqway.gateway.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UncheckedJoseException;

/** Reads a JSON Web Key Set (RFC 7517). Keys of other uses and kinds stand there too, and are left out. */
final class Jwks {
    private static final int MAX_KEYS = 100;
    private static final int MAX_KID = 256;

    private Jwks() {}

    static KeyDocument read(Buffer content) throws UnusableKeysException {
        JsonArray entries;
        try {
            entries = new JsonObject(content).getJsonArray("keys");
        } catch (DecodeException | ClassCastException e) {
            throw new UnusableKeysException("neither a JSON object with keys (JWKS) nor PEM", e);
        }
        if (entries == null) {
            throw new UnusableKeysException("a JSON object without keys");
        }
        if (entries.size() > MAX_KEYS) {
            throw new UnusableKeysException("more than " + MAX_KEYS + " keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                if (!(entries.getValue(i) instanceof JsonObject entry)) {
                    throw new UnusableKeysException("no JSON object");
                }
                keys.add(key(entry));
            } catch (UnusableKeysException e) {
                leftOut.add("key number " + (i + 1) + ": " + e.getMessage());
            }
        }
        return new KeyDocument(keys, leftOut, true);
    }

    private static VerificationKey key(JsonObject entry) throws UnusableKeysException {
        String kid = text(entry, "kid");
        if (kid != null && kid.length() > MAX_KID) {
            throw new UnusableKeysException("a kid of more than " + MAX_KID + " characters");
        }
        String use = text(entry, "use");
        Object operations = entry.getValue("key_ops");
        if (use != null && !use.equals("sig")
                || operations instanceof JsonArray allowed && !allowed.contains("verify")) {
            throw new UnusableKeysException("not for signatures");
        }
        if (entry.containsKey("d") || entry.containsKey("k")) {
            // Whoever can read it here can sign tokens.
            throw new UnusableKeysException("a private key or a secret, which is no secret any more");
        }
        try {
            if (!(JsonWebKey.Factory.newJwk(entry.getMap()).getKey() instanceof PublicKey key)) {
                throw new UnusableKeysException("no public key");
            }
            return new PublishedKey(kid, PublicKeyAlgorithms.of(key, text(entry, "alg")), key);
        } catch (JoseException | UncheckedJoseException | ClassCastException | IllegalArgumentException e) {
            throw new UnusableKeysException("not a key of a known kind", e);
        }
    }

    private static String text(JsonObject entry, String name) throws UnusableKeysException {
        Object value = entry.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw new UnusableKeysException(name + " is no string");
        }
        return (String) value;
    }
}
