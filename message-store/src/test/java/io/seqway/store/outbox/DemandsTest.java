package io.seqway.store.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.Message;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.member.InMemoryRoomStore;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was deleted is taken out of the log, by whoever owns the room, whatever fails on the way. */
class DemandsTest {
    private static final String ROOM = "a";

    /** A log whose next steps fail as often as the test says. */
    private static final class FailingLog extends InMemoryRoomLog {
        private int redactions;
        private int failures;
        private int failedSettlements;

        @Override
        public Future<Void> redact(Entry deletion) {
            redactions++;
            return failures-- > 0 ? Future.failedFuture("no answer") : super.redact(deletion);
        }

        @Override
        public Future<Void> settled(Entry entry) {
            return failedSettlements-- > 0 ? Future.failedFuture("no answer") : super.settled(entry);
        }

        private int inOutbox() {
            return outbox(List.of(Partitions.of(ROOM)), 100).result().size();
        }
    }

    private final FailingLog log = new FailingLog();
    private final InMemoryRoomStore rooms = new InMemoryRoomStore();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final Collection<Integer> owned = new ArrayList<>(List.of(Partitions.of(ROOM)));
    private final Demands demands =
            new Demands(log, rooms, (delayMs, task) -> timers.add(task), () -> owned, this::tell);
    private final List<Entry> told = new ArrayList<>();
    private int failedTellings;
    private final LogId room = new LogId(ROOM, 1);
    private final Entry deletion = entry(3, Message.KIND_DELETE, 1, 3);

    DemandsTest() {
        log.append(List.of(entry(1, Message.KIND_MESSAGE, 0, 1), entry(2, Message.KIND_EDIT, 1, 2), deletion));
    }

    @Test
    void theMessageAndItsEditsLoseTheirBodiesAndTheOutboxIsEmptyThen() {
        demands.add(deletion);
        assertDone();
    }

    @Test
    void whatFailsIsTriedAgain() {
        log.failures = 2;
        log.failedSettlements = 1;
        demands.add(deletion);
        while (!timers.isEmpty()) {
            timers.poll().run();
        }
        assertDone();
        assertThat(log.redactions).isEqualTo(4);
    }

    @Test
    void whoeverGetsTheRoomCarriesOutWhatANodeThatFellHasLeft() {
        demands.look();
        assertDone();
    }

    @Test
    void theRoomsOfOthersAreLeftToThem() {
        owned.clear();
        owned.add((Partitions.of(ROOM) + 1) % Partitions.COUNT);
        demands.look();
        assertThat(log.inOutbox()).isEqualTo(1);
    }

    @Test
    void aMemberWhoCouldNotBeToldIsToldWhenItIsTriedAgain() {
        Entry added = new Entry(
                room,
                4,
                new Author("ann", null, null),
                "c4",
                17,
                Message.KIND_MEMBER,
                "{\"action\":\"added\",\"userId\":\"bob\",\"role\":\"member\"}",
                0);
        log.append(List.of(added));
        failedTellings = 1;
        demands.add(added);
        assertThat(told).isEmpty();
        while (!timers.isEmpty()) {
            timers.poll().run();
        }
        assertThat(told).containsExactly(added);
    }

    private Future<Void> tell(Entry entry) {
        if (failedTellings-- > 0) {
            return Future.failedFuture("no answer");
        }
        told.add(entry);
        return Future.succeededFuture();
    }

    private void assertDone() {
        assertThat(log.inOutbox()).isZero();
        for (long seq = 1; seq <= 2; seq++) {
            Entry redacted = log.at(room.entryId(seq));
            assertThat(redacted.body()).isEqualTo(Message.NO_BODY);
            assertThat(redacted.deleted()).isTrue();
        }
    }

    private Entry entry(long seq, String kind, long target, long version) {
        String body = kind.equals(Message.KIND_DELETE) ? Message.NO_BODY : "\"secret\"";
        return new Entry(
                room, seq, new Author("ann", null, null), "c" + seq, 17, kind, body, 0, target, version, false);
    }
}
