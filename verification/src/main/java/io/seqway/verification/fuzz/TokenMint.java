package io.seqway.verification.fuzz;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens, good ones and others: by a secret that the server knows, and by an RSA key that it reads once from here, and
 * never again, so that a token that names another key cannot be checked.
 */
final class TokenMint implements AutoCloseable {
    /** Users whose tokens open all rooms of the fuzz. */
    static final List<String> USERS = List.of("alice", "bob", "carol", "dave");

    private static final String SECRET = "a secret that only this fuzz and its server know";
    private static final int HOUR = 3_600;
    private static final int RSA_BITS = 2048;
    private static final String ROOMS = "\"rooms\":[\"fuzz.*\",7]";
    private final KeyPair rsa;
    private final HttpServer keys;

    TokenMint() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            rsa = generator.generateKeyPair();
            keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] document = document().getBytes(StandardCharsets.UTF_8);
        AtomicBoolean given = new AtomicBoolean();
        keys.createContext("/keys", exchange -> {
            boolean first = given.compareAndSet(false, true);
            exchange.sendResponseHeaders(first ? 200 : 500, first ? document.length : -1);
            if (first) {
                exchange.getResponseBody().write(document);
            }
            exchange.close();
        });
        keys.start();
    }

    String secret() {
        return SECRET;
    }

    /** Where the server reads the public key. */
    String address() {
        return "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys";
    }

    /** A user who may enter all rooms of the fuzz. */
    String user(String name) {
        return user(name, HOUR);
    }

    String user(String name, int seconds) {
        return shared(claims(name, seconds, ROOMS + ",\"name\":\"" + name + "\",\"picture\":\"https://a.example/p\""));
    }

    /** As {@link #user}, but may send faster than others. */
    String fast(String name) {
        return shared(claims(name, HOUR, ROOMS + ",\"limits\":{\"sendsPerSecond\":100,\"sendBurst\":400}"));
    }

    /** Opens one room only. */
    String narrow(String name, String room) {
        return shared(claims(name, HOUR, "\"rooms\":[\"" + room + "\"]"));
    }

    /** No rate limits this one, and it may enter every room. */
    String service() {
        return shared(claims("backend", HOUR, "\"role\":\"service\""));
    }

    /** As {@link #user}, but signed so that the server needs another thread to check it. */
    String costly(String name) {
        return published(claims(name, HOUR, ROOMS), "k1");
    }

    /** Its key would have to be fetched, and nobody answers. */
    String uncheckable(String name) {
        return published(claims(name, HOUR, ROOMS), "k2");
    }

    /** One that is no good. */
    String bad(Dice dice) {
        String good = shared(claims("alice", HOUR, ROOMS));
        return switch (dice.below(12)) {
            case 0 -> shared(claims("alice", -HOUR, ROOMS));
            case 1 -> signed("{\"alg\":\"HS256\"}", claims("alice", HOUR, ROOMS), "another secret of thirty-two bytes");
            case 2 -> part("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + good.substring(good.indexOf('.'));
            case 3 -> shared("{\"sub\":\"alice\"}");
            case 4 -> shared(claims("not an id", HOUR, ROOMS));
            case 5 -> shared("{\"exp\":1e300,\"sub\":" + dice.pick(Values.BENT) + "}");
            case 6 -> shared("{\"exp\":" + dice.pick(Values.BENT) + ",\"sub\":\"alice\"}");
            case 7 -> signed("{\"alg\":" + dice.pick(Values.BENT) + "}", claims("alice", HOUR, ROOMS), SECRET);
            case 8 -> signed("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", claims("alice", HOUR, ROOMS), SECRET);
            case 9 -> good.substring(0, dice.below(good.length()));
            case 10 -> shared(claims("alice", HOUR, "\"nbf\":" + dice.pick(Values.BENT)));
            default -> "x" + "é".repeat(dice.below(3)) + "." + dice.below(9) + ".";
        };
    }

    /** One of any kind, good for this user or not good at all. */
    String any(Dice dice, String name) {
        return switch (dice.below(8)) {
            case 0 -> service();
            case 1 -> costly(name);
            case 2 -> uncheckable(name);
            case 3, 4 -> bad(dice);
            case 5 -> narrow(name, "fuzz.0.0");
            default -> user(name);
        };
    }

    @Override
    public void close() {
        keys.stop(0);
    }

    private static String claims(String name, int seconds, String more) {
        long now = System.currentTimeMillis() / 1_000;
        return "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d,%s}".formatted(name, now, now + seconds, more);
    }

    private static String shared(String claims) {
        return signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, SECRET);
    }

    private static String signed(String header, String claims, String secret) {
        String text =
                part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text + "." + part(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String published(String claims, String kid) {
        String header = "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
        String text =
                part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(rsa.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + part(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String document() {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(number(key.getModulus()), number(key.getPublicExponent()));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return part(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
