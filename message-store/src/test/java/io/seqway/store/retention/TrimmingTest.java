package io.seqway.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.Rosters;
import io.seqway.store.sequence.Outlet;
import io.seqway.store.sequence.Sequencer;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is not to be kept goes, in all rooms of a node, and nothing else. */
class TrimmingTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long OLD = NOW - 2 * RetentionOptions.LEAST_AGE_MS;
    private static final int BATCH = 10;
    private static final RoomContent OPEN = new RoomContent(RoomRight.OPEN, List.of(), null, null);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final InMemoryRoomStore rooms = new InMemoryRoomStore();
    private final TreeMap<String, Retention> rules = new TreeMap<>();
    private final Sequencer sequencer = new Sequencer(
            log, "t", () -> NOW, time::after, () -> true, new NoOutlet(), new Rosters(rooms, log), 10, deletion -> {});
    private boolean leased = true;

    private void start(Retention byDefault) {
        RetentionOptions options = new RetentionOptions(byDefault, RetentionOptions.LEAST_AGE_MS, BATCH);
        new Trimming(
                        time,
                        () -> NOW,
                        log,
                        new Rules(),
                        options,
                        sequencer,
                        () -> leased,
                        room -> !room.equals("foreign"))
                .start();
    }

    private void fill(String room, int entries, long entryTime) {
        LogId id = new LogId(room, 1);
        long first = entries(room).size() + 1L;
        for (long seq = first; seq < first + entries; seq++) {
            log.append(List.of(
                    new Entry(id, seq, new Author("ann", null, null), "m" + seq, entryTime, "message", "0", 0)));
        }
    }

    /** The seqs that are there. */
    private List<Long> entries(String room) {
        List<Long> seqs = new ArrayList<>();
        for (long seq = 1; seq <= 2_000; seq++) {
            if (log.at(new LogId(room, 1).entryId(seq)) != null) {
                seqs.add(seq);
            }
        }
        return seqs;
    }

    private Floor floor(String room) {
        String name = new LogId(room, 1).name();
        return log.floors(List.of(name)).result().getOrDefault(name, Floor.NONE);
    }

    @Test
    void roomsThatNobodyOpensAreTrimmedByTheRuleForAll() {
        fill("a", 100, OLD);
        fill("b", 3, OLD);
        fill("c", 25, OLD);
        start(new Retention(0, 5));
        time.pass(10_000);
        assertThat(entries("a")).containsExactly(96L, 97L, 98L, 99L, 100L);
        assertThat(floor("a")).isEqualTo(new Floor(95, 95));
        assertThat(entries("b")).hasSize(3);
        assertThat(entries("c")).hasSize(5);
        assertThat(sequencer.rooms()).as("rooms in memory").isZero();
    }

    @Test
    void aRoomThatIsInMemoryHearsOfItsFloor() {
        fill("a", 100, OLD);
        assertThat(sequencer.after("a", 0, 100, 65_536).result().frames()).hasSize(100);
        start(new Retention(RetentionOptions.LEAST_AGE_MS, 0));
        time.pass(10_000);
        assertThat(sequencer.after("a", 0, 100, 65_536).result().first()).isEqualTo(100);
    }

    @Test
    void whatIsYoungStaysHoweverMuchItIs() {
        fill("a", 40, OLD);
        fill("a", 60, NOW - RetentionOptions.LEAST_AGE_MS + 1);
        start(new Retention(1, 1));
        time.pass(10_000);
        assertThat(entries("a")).hasSize(60).startsWith(41L);
    }

    @Test
    void aRoomsOwnRuleReplacesTheOneForAll() {
        for (String room : List.of("a", "b", "c")) {
            fill(room, 50, OLD);
        }
        rules.put("a", Retention.FOREVER);
        rules.put("b", new Retention(0, 20));
        start(new Retention(0, 5));
        time.pass(10_000);
        assertThat(entries("a")).hasSize(50);
        assertThat(entries("b")).hasSize(20);
        assertThat(entries("c")).hasSize(5);
    }

    @Test
    void withoutARuleForAllOnlyRoomsWithOneOfTheirOwnAreTrimmed() {
        fill("a", 50, OLD);
        fill("b", 50, OLD);
        rules.put("b", new Retention(0, 20));
        start(Retention.FOREVER);
        time.pass(10_000);
        assertThat(entries("a")).hasSize(50);
        assertThat(entries("b")).hasSize(20);
    }

    @Test
    void nothingIsRemovedWithoutALeaseNorOfAnothersRooms() {
        fill("a", 50, OLD);
        fill("foreign", 50, OLD);
        leased = false;
        start(new Retention(0, 5));
        time.pass(10_000);
        assertThat(entries("a")).hasSize(50);
        leased = true;
        time.pass(10_000);
        assertThat(entries("a")).hasSize(5);
        assertThat(entries("foreign")).hasSize(50);
    }

    @Test
    void aLongRoomDoesNotHoldUpTheOthers() {
        fill("a", 2_000, OLD);
        fill("b", 30, OLD);
        start(new Retention(0, 5));
        time.pass(3_000);
        assertThat(entries("b")).hasSize(5);
        assertThat(entries("a")).hasSizeGreaterThan(1_000);
        time.pass(60_000);
        assertThat(entries("a")).hasSize(5);
    }

    @Test
    void whatADeadNodeHasLeftBelowTheFloorIsRemoved() {
        fill("a", 50, OLD);
        log.raise(new LogId("a", 1), new Floor(30, 10));
        log.remove(new LogId("a", 1), 0, 10);
        start(new Retention(0, 25));
        time.pass(10_000);
        assertThat(entries("a")).hasSize(20).startsWith(31L);
        assertThat(floor("a")).isEqualTo(new Floor(30, 30));
    }

    @Test
    void onlyTheLogIsTrimmedThatTheRoomHasNow() {
        LogId dead = new LogId("a", 2);
        LogId now = new LogId("a", 3);
        for (LogId id : List.of(dead, now)) {
            for (long seq = 1; seq <= 50; seq++) {
                log.append(
                        List.of(new Entry(id, seq, new Author("ann", null, null), "m" + seq, OLD, "message", "0", 0)));
            }
        }
        RoomDocument made = RoomDocument.make("a", null, OPEN, "ann", List.of(), 1);
        RoomDocument gone = made.without("r1");
        List.of(made, gone, RoomDocument.make("a", gone, OPEN, "ann", List.of(), 1))
                .forEach(rooms::put);
        start(new Retention(0, 5));
        time.pass(10_000);
        assertThat(log.floors(List.of(dead.name(), now.name())).result())
                .isEqualTo(Map.of(now.name(), new Floor(45, 45)));
        assertThat(log.size()).isEqualTo(55);
    }

    @Test
    void aRoomThatIsRemovedAmidItIsTrimmedNoMore() {
        LogId id = new LogId("a", 2);
        for (long seq = 1; seq <= 500; seq++) {
            log.append(List.of(new Entry(id, seq, new Author("ann", null, null), "m" + seq, OLD, "message", "0", 0)));
        }
        RoomDocument made = RoomDocument.make("a", null, OPEN, "ann", List.of(), 1);
        rooms.put(made);
        start(new Retention(0, 5));
        time.pass(1_000);
        rooms.put(made.without("r1"));
        long left = log.size();
        assertThat(left).isBetween(6L, 499L);
        time.pass(10_000);
        assertThat(log.size()).isEqualTo(left);
    }

    @Test
    void aRoomThatWasRemovedIsLeftToThoseWhoClearIt() {
        LogId dead = new LogId("a", 2);
        for (long seq = 1; seq <= 50; seq++) {
            log.append(List.of(new Entry(dead, seq, new Author("ann", null, null), "m" + seq, OLD, "message", "0", 0)));
        }
        RoomDocument made = RoomDocument.make("a", null, OPEN, "ann", List.of(), 1);
        List.of(made, made.without("r1")).forEach(rooms::put);
        start(new Retention(0, 5));
        time.pass(10_000);
        assertThat(log.floors(List.of(dead.name())).result()).isEmpty();
        assertThat(log.size()).isEqualTo(50);
    }

    private final class Rules implements RoomRules {
        @Override
        public Future<Optional<Retention>> of(String room) {
            return Future.succeededFuture(Optional.ofNullable(rules.get(room)));
        }

        @Override
        public Future<Some> behind(String room, int limit) {
            Map<String, Retention> all = new HashMap<>(rules.tailMap(room, false));
            return Future.succeededFuture(new Some(all, null));
        }

        @Override
        public Future<String> position() {
            return Future.succeededFuture("");
        }

        @Override
        public Future<Void> keep(String position) {
            return Future.succeededFuture();
        }
    }

    private static final class NoOutlet implements Outlet {
        @Override
        public void answer(Outcome outcome) {
            // nobody has asked
        }

        @Override
        public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
            // nobody watches
        }

        @Override
        public void pending(Pending pending) {
            // nobody watches
        }
    }
}
