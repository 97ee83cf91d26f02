package io.seqway.verification.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The kinds of faults, and how long each of them lasts. */
public enum Kind {
    KILL(Lane.NODE, 0, 5),
    FREEZE(Lane.NODE, 5, 60),
    BUS_CUT(Lane.NODE, 3, 25),
    ONE_WAY_CUT(Lane.NODE, 3, 25),
    SLOW_STORE(Lane.NODE, 4, 15),
    BLACK_HOLE_STORE(Lane.NODE, 4, 15),
    /** Longer than a lease, and than others wait for its end. */
    LATE_STORE(Lane.NODE, 9, 15),
    DRAIN(Lane.NODE, 0, 3),
    PRIMARY_KILLED(Lane.MONGO, 1, 10),
    PRIMARY_ISOLATED(Lane.MONGO, 1, 10),
    REDIS_KILLED(Lane.MILD, 1, 10),
    CLOCK_SKEWED(Lane.MILD, 3, 30);

    /** Faults of one lane come one after the other; those of two may meet. */
    enum Lane {
        /** They take a node from its clients, its fellows or its store. */
        NODE(3, 5),
        /** They take the primary from all nodes. */
        MONGO(45, 75),
        /** They should hardly be noticed. */
        MILD(5, 25);

        private final int shortestPause;
        private final int longestPause;

        Lane(int shortestPause, int longestPause) {
            this.shortestPause = shortestPause;
            this.longestPause = longestPause;
        }

        /** The time between two of its faults. */
        Duration pause(RandomGenerator random) {
            return between(shortestPause, longestPause, random.nextDouble());
        }
    }

    private final Lane lane;
    private final int shortest;
    private final int longest;

    /** @param shortest in seconds, as {@code longest} */
    Kind(Lane lane, int shortest, int longest) {
        this.lane = lane;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Whether one node suffers, and not a store. */
    boolean isOfNode() {
        return lane == Lane.NODE || this == CLOCK_SKEWED;
    }

    Lane lane() {
        return lane;
    }

    /** How long one of them lasts: oftener short than long. */
    Duration hold(RandomGenerator random) {
        double even = random.nextDouble();
        return between(shortest, longest, even * even * even);
    }

    /** Its name in reports and on the command line: {@code bus-cut}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind of(String text) {
        return Stream.of(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault " + text));
    }

    private static Duration between(int shortest, int longest, double part) {
        return Duration.ofMillis(Math.round(1000 * (shortest + part * (longest - shortest))));
    }
}
