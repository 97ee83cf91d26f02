package io.seqway.verification.simulation;

/** What may go wrong in a schedule. */
enum Fault {
    /** A node's process dies; it may come back, with nothing of what it knew. */
    CRASH(1),
    /** A node stands still for seconds; then everything that waited happens: a zombie. */
    PAUSE(1),
    /** A node sees other members than there are. */
    WRONG_VIEW(1),
    /** Two nodes do not hear each other, or one does not hear the other. */
    CUT(1),
    /** What is under way between two nodes is lost, and nothing else. */
    RECONNECT(1),
    /** The database has another primary: what no majority had is gone. */
    ELECTION(1),
    /** The database answers nobody for seconds. */
    OUTAGE(1),
    /** The wall clocks of the nodes differ by minutes. */
    CLOCK_SKEW(1),
    /** A client's connection breaks. */
    DISCONNECT(1),
    /** A client does not read for seconds. */
    SLOW_READER(1),
    LOST_MESSAGE(0.05),
    LATE_MESSAGE(0.05),
    REPEATED_MESSAGE(0.05),
    /** A write never reaches the database, and its caller hears nothing. */
    LOST_WRITE(0.1),
    /** A write is carried out, and its caller hears nothing. */
    LOST_ANSWER(0.1),
    /** A write is carried out seconds after its caller gave it up. */
    LATE_WRITE(0.1),
    /** A write stops between two entries, and its caller hears nothing. */
    HALF_WRITE(0.1),
    /** The database says at once that it takes nothing of a write. */
    REFUSED_WRITE(0.1),
    FAILED_READ(0.05),
    /** A majority has a write long after the primary has it. */
    SLOW_MAJORITY(0.1);

    private final double rate;

    Fault(double rate) {
        this.rate = rate;
    }

    /** How often it happens where it can, in a schedule that has it. */
    double rate() {
        return rate;
    }
}
