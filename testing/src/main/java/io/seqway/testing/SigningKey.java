package io.seqway.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key pair that signs tokens as an identity provider does, made with nothing but the JDK. */
public final class SigningKey {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int ED25519_BYTES = 32;

    private final String kid;
    private final String algorithm;
    private final KeyPair pair;

    private SigningKey(String kid, String algorithm, KeyPair pair) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    /** A new one of RS256, RS384, RS512 (2048 bits), ES256, ES384, ES512 or EdDSA (Ed25519). */
    public static SigningKey of(String algorithm, String kid) {
        return switch (algorithm) {
            case "ES256" -> ec(algorithm, kid, "secp256r1");
            case "ES384" -> ec(algorithm, kid, "secp384r1");
            case "ES512" -> ec(algorithm, kid, "secp521r1");
            case "EdDSA" -> new SigningKey(kid, algorithm, generate(() -> KeyPairGenerator.getInstance("Ed25519")));
            default -> rsa(algorithm, kid, 2048);
        };
    }

    /** A key pair that is there already. */
    public static SigningKey of(String algorithm, String kid, KeyPair pair) {
        return new SigningKey(kid, algorithm, pair);
    }

    /** A new RSA key of so many bits. */
    public static SigningKey rsa(String algorithm, String kid, int bits) {
        return new SigningKey(kid, algorithm, generate(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator;
        }));
    }

    private static SigningKey ec(String algorithm, String kid, String curve) {
        return new SigningKey(kid, algorithm, generate(() -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator;
        }));
    }

    /** The same key under another algorithm and name. */
    public SigningKey as(String otherAlgorithm, String otherKid) {
        return new SigningKey(otherKid, otherAlgorithm, pair);
    }

    /** A good token for an hour. */
    public String token(String userId) {
        return token(userId, Map.of(), Duration.ofHours(1));
    }

    /** A good token with further claims. */
    public String token(String userId, Map<String, ?> further, Duration ttl) {
        return signed(Map.of(), Tokens.claims(userId, further, ttl));
    }

    /** Rightly signed, with these members in its header besides or instead of {@code alg}, {@code kid} and {@code typ}. */
    public String signed(Map<String, ?> header, Map<String, ?> claims) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("alg", algorithm, "typ", "JWT"));
        if (kid != null) {
            all.put("kid", kid);
        }
        all.putAll(header);
        String body = Tokens.part(all) + '.' + Tokens.part(claims);
        return body + '.' + BASE64.encodeToString(sign(body.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The public half as JWK (RFC 7517), with {@code use}, {@code alg} and {@code kid}. */
    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>(Map.of("use", "sig", "alg", algorithm));
        if (kid != null) {
            jwk.put("kid", kid);
        }
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            jwk.put("kty", "RSA");
            jwk.put("n", unsigned(rsa.getModulus(), 0));
            jwk.put("e", unsigned(rsa.getPublicExponent(), 0));
        } else if (pair.getPublic() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            jwk.put("kty", "EC");
            jwk.put("crv", "P-" + bits);
            jwk.put("x", unsigned(ec.getW().getAffineX(), (bits + 7) / 8));
            jwk.put("y", unsigned(ec.getW().getAffineY(), (bits + 7) / 8));
        } else {
            byte[] encoded = pair.getPublic().getEncoded();
            jwk.put("kty", "OKP");
            jwk.put("crv", "Ed25519");
            jwk.put(
                    "x",
                    BASE64.encodeToString(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length)));
        }
        return jwk;
    }

    /** The public half in PEM. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "RS384" -> "SHA384withRSA";
                        case "RS512" -> "SHA512withRSA";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        case "ES384" -> "SHA384withECDSAinP1363Format";
                        case "ES512" -> "SHA512withECDSAinP1363Format";
                        default -> algorithm;
                    });
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(length, bytes.length - from)];
        System.arraycopy(bytes, from, padded, padded.length - (bytes.length - from), bytes.length - from);
        return BASE64.encodeToString(padded);
    }

    private interface Generator {
        KeyPairGenerator get() throws GeneralSecurityException;
    }

    private static KeyPair generate(Generator generator) {
        try {
            return generator.get().generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
