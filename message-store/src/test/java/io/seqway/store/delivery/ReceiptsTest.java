package io.seqway.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Cursors;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Moved;
import io.seqway.protocol.bus.FromStore.Standings;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage.AskRooms;
import io.seqway.protocol.bus.RoomMessage.RoomNames;
import io.seqway.protocol.bus.ToStore.AskCursors;
import io.seqway.protocol.bus.ToStore.AskStandings;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.bus.ToStore.Moves;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Standing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/architecture.md, "Cursors": what is said, what is answered and what is written of how far users are. */
class ReceiptsTest {
    private static final ReplyTo ASKER = new ReplyTo("gateway", 0, 1, 0);

    private final List<BusMessage> said = new ArrayList<>();
    private final StoreFixture fixture = new StoreFixture((node, message) -> said.add(message));

    @BeforeEach
    void start() {
        fixture.gateways.add("gateway");
        fixture.store.start();
        fixture.pass(10);
        for (int i = 0; i < 5; i++) {
            fixture.append("a", "1");
        }
        fixture.store.handle(new Watch("gateway", List.of(new Watched("a", null, -1))));
        fixture.pass(10);
    }

    @Test
    void whoWatchesTheRoomIsTold() {
        move("a", "ben", 4, 2);
        fixture.pass(200);
        assertThat(told()).containsExactly(new Moved("a", List.of(new Cursor("ben", 4, 2))));
    }

    @Test
    void ofManyMovesOfAUserOnlyTheLastIsTold() {
        for (long seq = 1; seq <= 5; seq++) {
            move("a", "ben", seq, seq);
        }
        fixture.pass(200);
        assertThat(told()).containsExactly(new Moved("a", List.of(new Cursor("ben", 5, 5))));
    }

    @Test
    void aCursorNeverGoesBackNorBeyondTheHead() {
        move("a", "ben", 9, 3);
        fixture.pass(200);
        move("a", "ben", 2, 2);
        fixture.pass(200);
        assertThat(told()).containsExactly(new Moved("a", List.of(new Cursor("ben", 5, 3))));
    }

    @Test
    void whoHasComeIsKnownAndNotTold() {
        move("a", "ben", 0, 0);
        fixture.pass(400);
        assertThat(told()).isEmpty();
        assertThat(cursors("a")).containsExactly(new Cursor("ann", 5, 5), new Cursor("ben", 0, 0));
        fixture.store.handle(new AskRooms(ASKER, "ben", null, 10));
        assertThat(last(RoomNames.class).rooms()).containsExactly("a");
    }

    @Test
    void veryManyMovesAreToldLittleByLittle() {
        for (int i = 0; i < 100; i++) {
            move("a", "u" + i, 5, 5);
        }
        fixture.pass(110);
        assertThat(told().stream().mapToInt(moved -> moved.cursors().size()).sum())
                .isLessThanOrEqualTo(32);
        fixture.pass(1_000);
        assertThat(told().stream().flatMap(moved -> moved.cursors().stream())).hasSize(100);
    }

    @Test
    void whoSendsHasReadTheOwnMessageAndThoseBefore() {
        assertThat(cursors("a")).containsExactly(new Cursor("ann", 5, 5));
        assertThat(standing("ann", "a").unread()).isZero();
        assertThat(standing("ben", "a")).isEqualTo(new Standing("a", 5, "t.1", 0, 0, 5, "member"));
    }

    @Test
    void aThousandReceiptsASecondCostAFewWrites() {
        int before = fixture.cursors.writes;
        for (int ms = 0; ms < 10_000; ms++) {
            fixture.append("a", "1");
            move("a", "u" + ms % 500, ms / 2, ms / 2);
            fixture.pass(1);
        }
        fixture.pass(400);
        assertThat(fixture.cursors.writes - before).isPositive().isLessThanOrEqualTo(10 * 20);
        assertThat(cursors("a")).hasSize(500);
    }

    @Test
    void sendsAloneWriteOneCursorInAWhile() {
        for (int ms = 0; ms < 10_000; ms++) {
            fixture.append("a", "1");
            fixture.pass(1);
        }
        fixture.pass(400);
        assertThat(fixture.cursors.written).isLessThanOrEqualTo(2 * (10_000 / 256 + 1));
    }

    @Test
    void aPlannedStopWritesWhatIsNotWritten() {
        move("a", "ben", 4, 2);
        fixture.store.stop();
        fixture.pass(20);
        assertThat(fixture.cursors.byIds(List.of("ben!a!1")).result()).containsValue(new Cursor("ben", 4, 2));
    }

    @Test
    void receiptsThatGoOnDoNotKeepRoomsFromBeingGivenAway() {
        fixture.cursors.takesMs = 4;
        move("a", "ben", 1, 1);
        fixture.pass(1);
        Future<Void> given = fixture.store.giving(all());
        for (int ms = 0; ms < 100; ms++) {
            move("a", "u" + ms, 2, 2);
            fixture.pass(1);
        }
        assertThat(given.succeeded()).isTrue();
        assertThat(fixture.cursors.byIds(List.of("ben!a!1")).result()).containsValue(new Cursor("ben", 1, 1));
    }

    @Test
    void aCursorDoesNotGoBackWhereItsRoomIsLostAndComesBackBeforeItIsWritten() {
        fixture.cursors.takesMs = 50;
        move("a", "ben", 4, 2);
        fixture.store.lost(all());
        fixture.store.acquired(all());
        fixture.store.handle(new AskCursors(ASKER, "a"));
        fixture.pass(100);
        assertThat(last(Cursors.class).cursors()).contains(new Cursor("ben", 4, 2));
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, Partitions.COUNT);
        return all;
    }

    private void move(String room, String user, long delivered, long read) {
        fixture.store.handle(new Moves("gateway", List.of(new Move(room, user, delivered, read))));
    }

    private List<Cursor> cursors(String room) {
        fixture.store.handle(new AskCursors(ASKER, room));
        return last(Cursors.class).cursors();
    }

    private Standing standing(String user, String room) {
        fixture.store.handle(new AskStandings(ASKER, user, List.of(room)));
        return last(Standings.class).rooms().get(0);
    }

    private List<Moved> told() {
        return said.stream()
                .filter(Delivery.class::isInstance)
                .flatMap(delivery -> ((Delivery) delivery).receipts().stream())
                .toList();
    }

    private <M extends BusMessage> M last(Class<M> type) {
        return said.stream()
                .flatMap(message -> type.isInstance(message) ? Stream.of(type.cast(message)) : Stream.empty())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
