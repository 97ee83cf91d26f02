package io.seqway.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in which order, and for how long. */
class ScheduleTest {
    private static final int NODES = 3;
    private static final int SEEDS = 20;
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    @Test
    void aSeedDecidesEverything() {
        assertThat(first(50, schedule(7, Kind.Lane.NODE))).isEqualTo(first(50, schedule(7, Kind.Lane.NODE)));
        assertThat(first(50, schedule(7, Kind.Lane.NODE))).isNotEqualTo(first(50, schedule(8, Kind.Lane.NODE)));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfALaneComesBeforeOneComesAgain(Kind.Lane lane) {
        Schedule schedule = schedule(1, lane);
        Kind[] kinds = ALL.stream().filter(kind -> kind.lane() == lane).toArray(Kind[]::new);
        for (int round = 0; round < 5; round++) {
            assertThat(first(kinds.length, schedule)).extracting(Planned::kind).containsExactlyInAnyOrder(kinds);
        }
    }

    @Test
    void everyNodeHasItsTurn() {
        assertThat(first(50, schedule(1, Kind.Lane.NODE)))
                .extracting(Planned::node)
                .contains(0, 1, 2)
                .allMatch(node -> node < NODES);
    }

    @Test
    void onlyWhatIsWantedHappens() {
        Schedule schedule = new Schedule(1, Kind.Lane.NODE, List.of(Kind.KILL, Kind.REDIS_KILLED), NODES);
        assertThat(first(5, schedule)).extracting(Planned::kind).containsOnly(Kind.KILL);
        assertThat(new Schedule(1, Kind.Lane.NODE, List.of(Kind.REDIS_KILLED), NODES).isEmpty())
                .isTrue();
    }

    @Test
    void aFreezeLastsFiveToSixtySeconds() {
        List<Duration> freezes = first(2_000, schedule(1, Kind.Lane.NODE)).stream()
                .filter(planned -> planned.kind() == Kind.FREEZE)
                .map(Planned::hold)
                .toList();
        assertThat(freezes)
                .allMatch(hold -> hold.compareTo(Duration.ofSeconds(5)) >= 0)
                .allMatch(hold -> hold.compareTo(Duration.ofSeconds(60)) <= 0)
                .anyMatch(hold -> hold.compareTo(Duration.ofSeconds(6)) < 0)
                .anyMatch(hold -> hold.compareTo(Duration.ofSeconds(50)) > 0);
    }

    /** So long, on the average, a fault takes beyond its hold: doing it, and all being well again. */
    @ParameterizedTest
    @EnumSource
    void halfAnHourIsEnoughForTenOfEachKind(Kind.Lane lane) {
        Duration beyond = Duration.ofSeconds(lane == Kind.Lane.NODE ? 8 : 15);
        int faults = 10 * (int) ALL.stream().filter(kind -> kind.lane() == lane).count();
        for (int seed = 0; seed < SEEDS; seed++) {
            Duration all = first(faults, schedule(seed, lane)).stream()
                    .map(planned -> planned.hold().plus(planned.pause()).plus(beyond))
                    .reduce(Duration.ZERO, Duration::plus);
            assertThat(all).as("seed %d", seed).isLessThan(Duration.ofMinutes(28));
        }
    }

    private static Schedule schedule(long seed, Kind.Lane lane) {
        return new Schedule(seed, lane, ALL, NODES);
    }

    private static List<Planned> first(int count, Schedule schedule) {
        return Stream.generate(schedule::next).limit(count).toList();
    }
}
