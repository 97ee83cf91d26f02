package io.seqway.gateway.auth;

import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmFactoryFactory;

/** All keys that a node believes. Safe to use from any thread. */
public final class Keyring {
    private static final long LOOK_MS = 5_000;

    private final Vertx vertx;
    private final KeyReader reader;
    private volatile Keys keys;

    /**
     * @param signer signs tokens of this node's own, or {@code null} without a secret
     * @param audience the {@code aud} that tokens must have, or {@code null}
     */
    private record Keys(KeySet secrets, List<PublicKeys> published, SharedKey signer, String audience, long refreshMs) {
        Stream<KeySet> sets() {
            return Stream.concat(Stream.of(secrets), published.stream().map(PublicKeys::keys))
                    .filter(Objects::nonNull);
        }
    }

    private Keyring(Vertx vertx, TokenOptions options) {
        this.vertx = vertx;
        reader = new KeyReader(vertx);
        keys = keys(options, List.of());
        vertx.setPeriodic(LOOK_MS, timer -> readWhatIsDue());
    }

    /**
     * The keys of these options. A file that cannot be used makes it fail with an {@link UnusableKeysException}; a URL
     * that does not answer is asked again and again, and tokens of its keys are {@code unavailable} until then.
     */
    public static Future<Keyring> open(Vertx vertx, TokenOptions options) {
        Keyring keyring = new Keyring(vertx, options);
        List<Future<Void>> readings = keyring.keys.published().stream()
                .map(one -> one.source().isFile() ? one.read() : one.read().otherwiseEmpty())
                .toList();
        // The library looks for half a second at what the JDK can do: not when the first token comes in.
        Future<?> prepared = vertx.executeBlocking(AlgorithmFactoryFactory::getInstance, false);
        return prepared.compose(ready -> Future.join(readings)).map(keyring);
    }

    /**
     * Reads everything anew and believes these options from now on. If there is anything that cannot be read, it goes on
     * as before and fails with an {@link UnusableKeysException}; but a URL whose keys are known may fail to answer.
     */
    public Future<Void> replace(TokenOptions options) {
        Keys next = keys(options, keys.published());
        List<Future<Void>> readings = next.published().stream()
                .map(one -> one.keys() == null ? one.read() : one.read().otherwiseEmpty())
                .toList();
        return Future.join(readings).onSuccess(all -> keys = next).mapEmpty();
    }

    /** What keeps tokens from being checked, in one line; {@code null} if nothing does. */
    public String problem() {
        return keys.published().stream()
                .filter(one -> one.keys() == null)
                .map(one -> "the keys of " + one.source().shown() + " were never read")
                .findFirst()
                .orElse(null);
    }

    /** The keys that may have signed this token. */
    List<VerificationKey> candidates(UnverifiedToken token) {
        return keys.sets()
                .filter(set -> set.isOf(token.issuer()))
                .flatMap(set -> set.candidates(token.algorithm(), token.kid()).stream())
                .toList();
    }

    /**
     * Reads again what may hold the key of this token, which is not known; completes on any thread.
     *
     * @return whether there was anything to read; fails with a {@link Refusal} if it could not be read
     */
    Future<Boolean> learn(UnverifiedToken token) {
        if (token.kid() == null && keys.published().stream().allMatch(one -> one.keys() != null)
                || !PublicKeyAlgorithms.isOne(token.algorithm())) {
            return Future.succeededFuture(false);
        }
        List<Future<Void>> readings = new ArrayList<>();
        for (PublicKeys one : keys.published()) {
            if (one.mayHaveMore(token.issuer())) {
                readings.add(one.readForUnknownKey());
            }
        }
        return Future.join(readings)
                .transform(done -> done.failed() && candidates(token).isEmpty()
                        ? Future.failedFuture(done.cause())
                        : Future.succeededFuture(!readings.isEmpty()));
    }

    /** The {@code aud} that tokens must have, or {@code null}. */
    String audience() {
        return keys.audience();
    }

    /** Whether a secret has signed this token. */
    boolean signs(UnverifiedToken token) {
        KeySet secrets = keys.secrets();
        return secrets.isOf(token.issuer())
                && secrets.candidates(token.algorithm(), token.kid()).stream()
                        .anyMatch(key -> key.hasSigned(token.text()));
    }

    /** Signs tokens of this node's own, or {@code null} without a secret. */
    SharedKey signer() {
        return keys.signer();
    }

    private void readWhatIsDue() {
        Keys now = keys;
        now.published().stream().filter(one -> one.areDue(now.refreshMs())).forEach(PublicKeys::read);
    }

    private Keys keys(TokenOptions options, List<PublicKeys> before) {
        List<PublicKeys> published = new ArrayList<>();
        for (KeySource source : options.publicKeys()) {
            PublicKeys known = before.stream()
                    .filter(one -> !source.isFile() && one.source().location().equals(source.location()))
                    .findFirst()
                    .orElse(null);
            String issuer = source.issuer() == null ? options.issuer() : source.issuer();
            published.add(new PublicKeys(source, issuer, reader, known));
        }
        List<SharedKey> secrets = options.secrets().stream()
                .map(secret -> SharedKey.of(vertx, secret))
                .toList();
        return new Keys(
                new KeySet(options.issuer(), List.copyOf(secrets), false),
                published,
                secrets.isEmpty() ? null : secrets.get(0),
                options.audience(),
                options.refreshMs());
    }
}
