package io.seqway.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.frame.Membership;
import io.seqway.protocol.frame.Message;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log is cut off step by step, and whatever step it ends at, the next one who trims it leaves nothing. */
class TrimTest {
    private static final LogId ROOM = new LogId("a", 1);
    private static final int ENTRIES = 20;

    private final MortalLog log = new MortalLog();
    private final List<Long> raised = new ArrayList<>();

    private void fill() {
        for (int seq = 1; seq <= ENTRIES; seq++) {
            log.append(List.of(message(seq)));
        }
    }

    private static Entry message(long seq) {
        return new Entry(ROOM, seq, new Author("ann", null, null), "m" + seq, 17, "message", "0", 0);
    }

    private Trim trim(long target) {
        Floor floor = log.floors(List.of(ROOM.name())).result().getOrDefault(ROOM.name(), Floor.NONE);
        return new Trim(log, ROOM, floor, target, 3, (id, seq) -> raised.add(seq));
    }

    /** Whether it came to its end. */
    private static boolean run(Trim trim) {
        while (true) {
            Future<Boolean> more = trim.step();
            if (more.failed()) {
                return false;
            }
            if (!more.result()) {
                return true;
            }
        }
    }

    private Floor floor() {
        return log.floors(List.of(ROOM.name())).result().get(ROOM.name());
    }

    @Test
    void theFloorIsRaisedBeforeEachBatchIsRemoved() {
        fill();
        assertThat(run(trim(8))).isTrue();
        assertThat(log.done)
                .containsExactly(
                        "floor 3 0", "remove 0 3", "floor 6 3", "remove 3 6", "floor 8 6", "remove 6 8", "floor 8 8");
        assertThat(raised).containsExactly(3L, 6L, 8L);
        assertThat(log.size()).isEqualTo(ENTRIES - 8);
        assertThat(floor()).isEqualTo(new Floor(8, 8));
    }

    @Test
    void whateverStepItDiesAtTheNextOneLeavesNothing() {
        for (int steps = 0; steps < 8; steps++) {
            for (boolean carriedOut : new boolean[] {false, true}) {
                MortalLog mortal = new MortalLog();
                for (int seq = 1; seq <= ENTRIES; seq++) {
                    mortal.append(List.of(message(seq)));
                }
                mortal.dieBehind(steps, carriedOut);
                run(new Trim(mortal, ROOM, Floor.NONE, 8, 3, (id, seq) -> {}));
                mortal.live();
                Floor left = mortal.floors(List.of(ROOM.name())).result().getOrDefault(ROOM.name(), Floor.NONE);
                assertThat(run(new Trim(mortal, ROOM, left, 9, 3, (id, seq) -> {})))
                        .isTrue();
                assertThat(mortal.size()).as("dead at step %d", steps).isEqualTo(ENTRIES - 9);
                assertThat(mortal.floors(List.of(ROOM.name())).result()).containsValue(new Floor(9, 9));
            }
        }
    }

    @Test
    void aDeletionThatIsNotCarriedOutYetStays() {
        log.append(List.of(message(1), message(2)));
        Entry deletion = new Entry(ROOM, 3, new Author("ann", null, null), "d", 17, "delete", "null", 0, 1, 2, false);
        log.append(List.of(deletion, message(4), message(5), message(6)));
        assertThat(run(trim(5))).isTrue();
        assertThat(floor()).isEqualTo(new Floor(2, 2));
        log.redact(deletion);
        log.settled(deletion);
        assertThat(run(trim(5))).isTrue();
        assertThat(floor()).isEqualTo(new Floor(5, 5));
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void aMemberWhoIsNotCarriedOverYetStays() {
        String body = new Membership(Membership.ADDED, "bob", "member").toBody();
        Entry added = new Entry(ROOM, 3, new Author("ann", null, null), "c", 17, Message.KIND_MEMBER, body, 0);
        log.append(List.of(message(1), message(2), added, message(4), message(5), message(6)));
        assertThat(run(trim(5))).isTrue();
        assertThat(floor()).isEqualTo(new Floor(2, 2));
        assertThat(log.at(ROOM.entryId(3))).isEqualTo(added);
        log.settled(added);
        assertThat(run(trim(5))).isTrue();
        assertThat(floor()).isEqualTo(new Floor(5, 5));
    }

    /** Does no more behind so many steps, or does one more and does not say so. */
    private static final class MortalLog extends InMemoryRoomLog {
        private final List<String> done = new ArrayList<>();
        private int stepsLeft = Integer.MAX_VALUE;
        private boolean carriesOut;

        void dieBehind(int steps, boolean carriedOut) {
            stepsLeft = steps;
            carriesOut = carriedOut;
        }

        void live() {
            stepsLeft = Integer.MAX_VALUE;
        }

        @Override
        public Future<Void> raise(LogId id, Floor floor) {
            done.add("floor " + floor.seq() + ' ' + floor.removed());
            if (stepsLeft-- > 0) {
                return super.raise(id, floor);
            }
            if (carriesOut) {
                super.raise(id, floor);
            }
            return Future.failedFuture("dead");
        }

        @Override
        public Future<Long> remove(LogId id, long after, long upTo) {
            done.add("remove " + after + ' ' + upTo);
            if (stepsLeft-- > 0) {
                return super.remove(id, after, upTo);
            }
            if (carriesOut) {
                super.remove(id, after, upTo);
            }
            return Future.failedFuture("dead");
        }
    }
}
