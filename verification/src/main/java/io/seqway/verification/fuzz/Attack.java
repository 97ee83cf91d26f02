package io.seqway.verification.fuzz;

/** One kind of input. */
interface Attack {
    /** Part of the name of its connections. */
    String name();

    /** How many of it run at once. */
    int workers();

    /** How many connections it takes for everything of it that is rare to have had its turn. */
    int turns();

    /** Whether it goes on behind that, as long as the fuzz does. */
    boolean goesOn();

    /**
     * Makes one connection, or some.
     *
     * @param number of this one: whatever is rare has its turn by it, so that a short run has it too
     * @param name of the connection
     */
    void run(Target target, Dice dice, long number, String name) throws InterruptedException;
}
