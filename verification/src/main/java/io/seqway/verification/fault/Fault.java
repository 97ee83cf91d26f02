package io.seqway.verification.fault;

import java.time.Duration;

/** Something that goes wrong for a while. */
interface Fault {

    /** Who suffers: a node by the name in its {@code welcome}, a member of MongoDB as host:port, or Redis. */
    String target();

    /**
     * Does it, holds it, proves it, and undoes it, also if it fails on the way.
     *
     * @param hold how long it lasts, not counting how long doing and undoing take
     * @throws IllegalStateException if it could not be done or undone
     */
    Evidence happen(Duration hold) throws InterruptedException;
}
