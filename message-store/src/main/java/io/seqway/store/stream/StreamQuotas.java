package io.seqway.store.stream;

/**
 * How much users may keep in streams. Every refusal names the quota it met, by the name it has in the configuration.
 *
 * @param streams of a user
 * @param streamBytes of one stream, in bytes of payload
 * @param userBytes of all streams of a user, in bytes of payload
 * @param gap how far a chunk may be ahead of the first one that is missing
 */
public record StreamQuotas(int streams, long streamBytes, long userBytes, int gap) {
    /** Where nothing is configured. */
    public static final StreamQuotas DEFAULTS = new StreamQuotas(100, 1L << 30, 4L << 30, 1_000);
}
