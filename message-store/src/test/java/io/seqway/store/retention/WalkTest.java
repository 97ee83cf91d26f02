package io.seqway.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.retention.Walk.Candidate;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every room gets its turn, also those that nobody opens, and none all the time. */
class WalkTest {
    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final KeptRules rules = new KeptRules();
    private final List<String> inMemory = new ArrayList<>();
    private final Set<String> foreign = Set.of("c");

    private Walk walk(boolean everywhere) {
        return new Walk(log, rules, everywhere, () -> inMemory, room -> !foreign.contains(room));
    }

    private void fill(String... rooms) {
        for (String room : rooms) {
            for (int seq = 3; seq < 6; seq++) {
                log.append(List.of(new Entry(
                        new LogId(room, 1),
                        seq,
                        new Author("ann", null, null),
                        "m" + seq,
                        100 + seq,
                        "message",
                        "0",
                        0)));
            }
        }
    }

    private static List<String> names(Walk walk, long now, int steps) {
        return named(walk, now, steps).stream().map(Candidate::room).toList();
    }

    private static List<Candidate> named(Walk walk, long now, int steps) {
        List<Candidate> named = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            walk.next(now).result().ifPresent(named::add);
        }
        return named;
    }

    @Test
    void allRoomsOfTheLogThatAreThisNodesWithTheTimeOfTheirFirstEntry() {
        fill("a", "b", "b+", "c", "d");
        assertThat(named(walk(true), 0, 30))
                .containsExactly(
                        new Candidate("a", null, 103),
                        new Candidate("b", null, 103),
                        new Candidate("b+", null, 103),
                        new Candidate("d", null, 103));
    }

    @Test
    void theNextRoundIsSomeSecondsLater() {
        fill("a", "b");
        Walk walk = walk(true);
        assertThat(names(walk, 0, 30)).containsExactly("a", "b");
        assertThat(walk.rests(Walk.ROUND_MS - 1)).isTrue();
        assertThat(names(walk, Walk.ROUND_MS - 1, 30)).isEmpty();
        assertThat(walk.rests(Walk.ROUND_MS)).isFalse();
        assertThat(names(walk, Walk.ROUND_MS, 30)).containsExactly("a", "b");
    }

    @Test
    void roomsInMemoryBetweenThemSinceTheyGrow() {
        fill("a", "b", "d");
        inMemory.addAll(List.of("x", "y", "c"));
        assertThat(names(walk(true), 0, 30)).containsExactlyInAnyOrder("a", "b", "d", "x", "y");
    }

    @Test
    void onlyRoomsWithARuleWhereThereIsNoneForAll() {
        fill("a", "b");
        inMemory.add("x");
        rules.rules.put("b", new Retention(0, 7));
        rules.rules.put("c", new Retention(0, 8));
        for (int i = 100; i < 350; i++) {
            rules.rules.put("room" + i, null);
        }
        rules.rules.put("z", new Retention(9, 0));
        assertThat(named(walk(false), 0, 300))
                .containsExactlyInAnyOrder(
                        new Candidate("b", new Retention(0, 7), 0), new Candidate("z", new Retention(9, 0), 0));
        assertThat(rules.pages).isEqualTo(3);
    }

    @Test
    void whoStartsGoesOnWhereSomebodyWas() {
        fill("a", "b", "d");
        Walk first = walk(true);
        names(first, 0, 3);
        names(first, 60_000, 1);
        assertThat(rules.kept).isNotEmpty();
        String at = rules.kept;
        List<String> next = names(walk(true), 0, 4);
        assertThat(next.get(0)).isGreaterThan(at);
    }

    /** Rooms of which some have a rule. */
    private static final class KeptRules implements RoomRules {
        private final TreeMap<String, Retention> rules = new TreeMap<>();
        private String kept = "";
        private int pages;

        @Override
        public Future<Optional<Retention>> of(String room) {
            return Future.succeededFuture(Optional.ofNullable(rules.get(room)));
        }

        @Override
        public Future<Some> behind(String room, int limit) {
            pages++;
            List<Map.Entry<String, Retention>> next =
                    rules.tailMap(room, false).entrySet().stream().limit(limit).toList();
            Map<String, Retention> found = new TreeMap<>();
            next.stream()
                    .filter(rule -> rule.getValue() != null)
                    .forEach(rule -> found.put(rule.getKey(), rule.getValue()));
            return Future.succeededFuture(
                    new Some(found, next.size() == limit ? next.get(limit - 1).getKey() : null));
        }

        @Override
        public Future<String> position() {
            return Future.succeededFuture(kept);
        }

        @Override
        public Future<Void> keep(String position) {
            kept = position;
            return Future.succeededFuture();
        }
    }
}
