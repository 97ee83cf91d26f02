package io.seqway.verification.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

final class Digest {
    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(Digest::sha);

    private Digest() {}

    static long first64(String text) {
        return ByteBuffer.wrap(SHA.get().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
