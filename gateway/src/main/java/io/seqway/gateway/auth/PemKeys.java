package io.seqway.gateway.auth;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads public keys and certificates in PEM (RFC 7468). They have no {@code kid}; the algorithm is that of the kind, and
 * RS256 for RSA.
 */
final class PemKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private PemKeys() {}

    static KeyDocument read(String text) throws UnusableKeysException {
        List<VerificationKey> keys = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                PublicKey key = key(block.group(1), Base64.getMimeDecoder().decode(block.group(2)));
                keys.add(new PublishedKey(null, PublicKeyAlgorithms.of(key, null), key));
            } catch (UnusableKeysException e) {
                leftOut.add(block.group(1) + ": " + e.getMessage());
            } catch (IllegalArgumentException e) {
                leftOut.add(block.group(1) + ": not base64");
            }
        }
        return new KeyDocument(keys, leftOut, false);
    }

    private static PublicKey key(String label, byte[] der) throws UnusableKeysException {
        return switch (label) {
            case "PUBLIC KEY" -> publicKey(der);
            case "CERTIFICATE" -> certified(der);
            default -> throw new UnusableKeysException("give a PUBLIC KEY or a CERTIFICATE");
        };
    }

    private static PublicKey publicKey(byte[] der) throws UnusableKeysException {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // Of another kind, or of none.
            }
        }
        throw new UnusableKeysException("neither RSA, EC nor Ed25519");
    }

    /** The certificate is only the envelope of the key: who trusts the file has chosen it, and no authority is asked. */
    private static PublicKey certified(byte[] der) throws UnusableKeysException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new UnusableKeysException("not a certificate", e);
        }
    }
}
