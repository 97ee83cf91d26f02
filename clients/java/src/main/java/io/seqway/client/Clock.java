package io.seqway.client;

/** What a test replaces. */
interface Clock {
    /** In ms since 1970. */
    long now();

    /**
     * Does it in a while, on the client's context, unless what it gives is run before.
     *
     * @param ms 0 or more
     */
    Runnable after(long ms, Runnable act);

    /** From 0 to 1. */
    double random();
}
