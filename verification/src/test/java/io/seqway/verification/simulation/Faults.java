package io.seqway.verification.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Which faults a schedule has, and whether one happens now. */
final class Faults {

    private static final double[] DENSITIES = {0, 0.15, 0.3, 0.3, 0.5, 0.5, 0.8, 1};
    private static final double LEAST_INTENSITY = 0.5;
    private static final double MOST_INTENSITY = 4;

    private final SplittableRandom random;
    private final double intensity;
    private final Set<Fault> kinds = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private boolean over;

    Faults(SplittableRandom random) {
        this.random = random;
        this.intensity = random.nextDouble(LEAST_INTENSITY, MOST_INTENSITY);
        double density = DENSITIES[random.nextInt(DENSITIES.length)];
        for (Fault fault : Fault.values()) {
            if (random.nextDouble() < density) {
                kinds.add(fault);
            }
        }
    }

    /** Whether this fault happens now, where it could; counted if so. */
    boolean happens(Fault fault) {
        boolean now = !over && kinds.contains(fault) && random.nextDouble() < fault.rate() * intensity;
        if (now) {
            happened.merge(fault, 1, Integer::sum);
        }
        return now;
    }

    /** From now on nothing goes wrong any more. */
    void end() {
        over = true;
    }

    boolean areOver() {
        return over;
    }

    /** The faults that happened. */
    Set<Fault> happened() {
        return happened.keySet();
    }
}
