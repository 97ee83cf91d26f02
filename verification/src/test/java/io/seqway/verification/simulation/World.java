package io.seqway.verification.simulation;

import java.util.SplittableRandom;

/** What all parts of one schedule share. Everything that is random comes from the one seed. */
record World(SplittableRandom random, VirtualClock clock, Trace trace, Faults faults, Checker checker) {
    static World of(long seed, boolean traced) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualClock clock = new VirtualClock();
        Trace trace = new Trace(clock, traced);
        return new World(random, clock, trace, new Faults(random), new Checker(trace));
    }

    /** A number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Whether something happens that does so with this probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
