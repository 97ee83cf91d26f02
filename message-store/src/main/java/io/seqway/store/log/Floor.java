package io.seqway.store.log;

/**
 * Where what is kept of a log begins. It is raised before anything is removed, so entries below it may still be there; nobody
 * is shown them.
 *
 * @param seq entries up to this one are gone, or about to be; 0 if none are
 * @param removed entries up to this one are known to be gone
 */
public record Floor(long seq, long removed) {
    /** That of a log of which all is kept. */
    public static final Floor NONE = new Floor(0, 0);
}
