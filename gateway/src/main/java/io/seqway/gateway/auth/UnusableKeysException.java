package io.seqway.gateway.auth;

/** Keys that cannot be read or used. The message is one line that says where they should be, and why not. */
public final class UnusableKeysException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableKeysException(String line) {
        super(line);
    }

    UnusableKeysException(String line, Throwable cause) {
        super(line, cause);
    }
}
