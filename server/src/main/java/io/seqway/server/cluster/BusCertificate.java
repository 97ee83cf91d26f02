package io.seqway.server.cluster;

import io.seqway.server.config.Config.ClusterTls;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import javax.net.ssl.X509KeyManager;

/** The certificate that this node shows to others on the event bus, and the key that belongs to it. */
public final class BusCertificate {
    /** How a key of each kind signs, by the name of the kind. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    private static final byte[] SIGNED = {1};

    private BusCertificate() {}

    /**
     * Looks whether the key is that of the certificate. TLS takes any two of a kind, and then no other node does.
     *
     * @throws IllegalArgumentException with one line, if it is not, or if they cannot be read
     */
    public static void check(ClusterTls tls) {
        if (!belong(tls)) {
            throw new IllegalArgumentException(
                    "%s is not the key of the certificate in %s".formatted(tls.key(), tls.certificate()));
        }
    }

    private static boolean belong(ClusterTls tls) {
        Vertx reading = Vertx.vertx();
        try {
            X509KeyManager keys =
                    (X509KeyManager) options(tls).getKeyManagerFactory(reading).getKeyManagers()[0];
            for (Map.Entry<String, String> kind : SIGNATURES.entrySet()) {
                String[] names = keys.getServerAliases(kind.getKey(), null);
                if (names != null) {
                    PublicKey certified = keys.getCertificateChain(names[0])[0].getPublicKey();
                    return belong(keys.getPrivateKey(names[0]), certified, kind.getValue());
                }
            }
            return true; // of a kind that only TLS can judge
        } catch (Exception e) { // which is what reading them declares
            throw new IllegalArgumentException(
                    "%s and %s are not a key and its certificate: %s"
                            .formatted(tls.key(), tls.certificate(), e.getMessage()),
                    e);
        } finally {
            reading.close();
        }
    }

    static PemKeyCertOptions options(ClusterTls tls) {
        return new PemKeyCertOptions()
                .setKeyPath(tls.key().toString())
                .setCertPath(tls.certificate().toString());
    }

    private static boolean belong(PrivateKey key, PublicKey certified, String algorithm)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SIGNED);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SIGNED);
        return verifies(signature, signed);
    }

    /** A signature of another length is no error of the caller here. */
    private static boolean verifies(Signature signature, byte[] signed) {
        try {
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
