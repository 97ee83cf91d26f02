package io.seqway.verification.fault;

/**
 * What shows that a fault took effect.
 *
 * @param text one line
 */
record Evidence(boolean bit, String text) {
    Evidence(boolean bit, String format, Object... values) {
        this(bit, format.formatted(values));
    }
}
