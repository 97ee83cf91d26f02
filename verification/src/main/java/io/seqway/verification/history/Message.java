package io.seqway.verification.history;

/**
 * What somebody sent: the value whose place in the log is in question. Two are the same only if their bodies are,
 * character by character.
 *
 * @param room where
 * @param sender the user id
 * @param clientMsgId as the sender chose it
 * @param bodyHash of the body's text, by {@link #hash}
 */
public record Message(String room, String sender, String clientMsgId, long bodyHash) {

    /** The hash of a body: the first 64 bits of the SHA-256 of its text in UTF-8. */
    public static long hash(String body) {
        return Digest.first64(body);
    }

    @Override
    public String toString() {
        return sender + "/" + clientMsgId + "#" + Long.toHexString(bodyHash);
    }
}
