package io.seqway.client;

import java.util.Locale;

/** Where an own message stands. Messages of others are {@code sent}, or {@code pending} before they are stored. */
public enum MessageStatus {
    /** Not known to be stored. */
    PENDING,
    /** Stored. */
    SENT,
    /** One of the others has it. */
    DELIVERED,
    /** One of the others has read it. */
    READ,
    /** Refused for good; {@link Message#retry()} sends it again. */
    FAILED;

    /** Its name in all Seqway clients: {@code pending}, {@code sent}, … */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
