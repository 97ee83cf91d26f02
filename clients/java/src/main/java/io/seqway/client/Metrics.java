package io.seqway.client;

/**
 * Counted by this client since it was made.
 *
 * @param reconnects connections after the first one
 * @param queued messages in the outbox that are not acked, failed ones included
 * @param oldestQueuedMs how long the oldest of them waits
 * @param connectedMs how long the present connection lasts; 0 without one
 * @param gaps holes seen, and closed by a resume. With this server: 0
 * @param duplicates entries dropped since they were known already
 * @param resumes rooms resumed
 * @param roundTripMs of the last ping; null before
 * @param lastError the last one, or null
 */
public record Metrics(
        State state,
        String url,
        int reconnects,
        int queued,
        long oldestQueuedMs,
        long connectedMs,
        long gaps,
        long duplicates,
        long resumes,
        Long roundTripMs,
        SeqwayError lastError) {}
