package io.seqway.gateway.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a place of keys holds, read.
 *
 * @param leftOut one line for each key that cannot be used, with why
 */
record KeyDocument(List<VerificationKey> keys, List<String> leftOut, boolean isJwks) {
    /** @throws UnusableKeysException if it is no such document, or holds no key that can be used */
    static KeyDocument read(Buffer content) throws UnusableKeysException {
        String text = content.toString(StandardCharsets.UTF_8);
        KeyDocument document = text.contains("-----BEGIN ") ? PemKeys.read(text) : Jwks.read(content);
        if (document.keys().isEmpty()) {
            throw new UnusableKeysException("no key in it can be used"
                    + (document.leftOut().isEmpty() ? "" : ": " + String.join("; ", document.leftOut())));
        }
        return document;
    }
}
