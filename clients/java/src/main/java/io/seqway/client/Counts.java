package io.seqway.client;

/** What the metrics count. Written on the client's context, read by any thread. */
final class Counts {
    volatile long gaps;
    volatile long duplicates;
    volatile long resumes;
    volatile SeqwayError lastError;
}
