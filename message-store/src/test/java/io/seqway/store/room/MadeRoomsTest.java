package io.seqway.store.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage.AskRights;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.bus.RoomMessage.Managed;
import io.seqway.protocol.bus.RoomMessage.Memberships;
import io.seqway.protocol.bus.RoomMessage.Rights;
import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.bus.RoomMessage.RoomUser;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.MessageStore;
import io.seqway.store.cursor.InMemoryCursorStore;
import io.seqway.store.cursor.StoredCursor;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.ownership.InMemoryOwnershipStore;
import io.seqway.store.ownership.Ownership;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms are made and removed by their owner, and what one that fell has left of that is done by the next. */
class MadeRoomsTest {
    private static final String ROOM = "a";
    private static final LogId LOG = new LogId(ROOM, 2);
    private static final ReplyTo ASKER = new ReplyTo("gateway", 0, 1, 0);
    private static final RoomContent CONTENT =
            new RoomContent(RoomRight.MEMBERS, List.of(new RoomMember("bob", "member", 0)), "A", null);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final SlowRooms rooms = new SlowRooms();
    private final InMemoryCursorStore cursors = new InMemoryCursorStore();
    private final List<BusMessage> said = new ArrayList<>();
    private MessageStore store;

    /** Carries members over as soon as it may. */
    private static final class SlowRooms extends InMemoryRoomStore {
        private Future<Void> may = Future.succeededFuture();

        @Override
        public Future<Void> apply(LogId log, Member member) {
            return may.compose(now -> super.apply(log, member));
        }
    }

    private final class Alone implements ClusterView {
        @Override
        public String self() {
            return "store";
        }

        @Override
        public List<String> nodes(Role role) {
            return List.of(role == Role.GATEWAY ? "gateway" : "store");
        }

        @Override
        public void onChange(Runnable handler) {
            // nobody comes and nobody goes
        }
    }

    @BeforeEach
    void start() {
        ClusterView view = new Alone();
        store = new MessageStore(
                time,
                time::now,
                log,
                cursors,
                rooms,
                "t",
                view,
                new Ownership(time, view, new InMemoryOwnershipStore()),
                (node, message) -> said.add(message),
                (node, message) -> {});
        store.start();
        time.pass(100);
    }

    @Test
    void aRoomHasItsMembersOnceItIsMade() {
        Managed made = ask(Manage.MAKE, "ann", CONTENT);
        assertThat(made.room().members()).isEqualTo(2);
        assertThat(made.room().seq()).isEqualTo(2);
        assertThat(made.room().epoch()).isEqualTo("t.2");
        assertThat(made.room().role()).isEqualTo("owner");
        assertThat(said(Memberships.class))
                .extracting(told -> told.users().get(0) + ' ' + told.role() + ' ' + told.seq())
                .containsExactly("ann owner 1", "bob member 2");
        assertThat(document().founders()).isEmpty();
    }

    @Test
    void nobodyIsToldOfARoomThatTheListOfTheirRoomsDoesNotHaveYet() {
        Promise<Void> slow = Promise.promise();
        rooms.may = slow.future();
        ask(Manage.MAKE, "ann", CONTENT);
        assertThat(said(Memberships.class)).isEmpty();
        slow.complete();
        assertThat(said(Memberships.class))
                .extracting(told -> told.users().get(0))
                .containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void nobodyIsToldOfARoomThatIsGoneBeforeTheListOfTheirRoomsHasIt() {
        Promise<Void> slow = Promise.promise();
        rooms.may = slow.future();
        ask(Manage.MAKE, "ann", CONTENT);
        ask(Manage.REMOVE, "ann", null);
        slow.complete();
        assertThat(said(Memberships.class)).isNotEmpty().allSatisfy(told -> assertThat(told.role())
                .isNull());
    }

    @Test
    void theSameAgainIsTheSameRoomAndAnythingElseIsRefused() {
        Managed made = ask(Manage.MAKE, "ann", CONTENT);
        assertThat(ask(Manage.MAKE, "ann", CONTENT).room()).isEqualTo(made.room());
        assertThat(ask(Manage.MAKE, "eve", CONTENT).refused().code()).isEqualTo("id-conflict");
        RoomContent other = new RoomContent(RoomRight.OPEN, List.of(), null, null);
        assertThat(ask(Manage.MAKE, "ann", other).refused().code()).isEqualTo("id-conflict");
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aRoomThatHasEntriesIsNotMade() {
        log.append(List.of(entry(new LogId(ROOM, 1), 1)));
        assertThat(ask(Manage.MAKE, "ann", CONTENT).refused().code()).isEqualTo("id-conflict");
        assertThat(rooms.byNames(List.of(ROOM)).result()).isEmpty();
    }

    @Test
    void whoWatchesARoomHearsThatItIsAnotherNow() {
        store.handle(new Watch("gateway", List.of(new Watched(ROOM, null, -1))));
        ask(Manage.MAKE, "ann", CONTENT);
        assertThat(ends()).contains(new Ends(ROOM, "t.2", 0, 0));
        ask(Manage.REMOVE, "ann", null);
        assertThat(ends()).endsWith(new Ends(ROOM, "t.3", 0, 0));
    }

    @Test
    void aRemovedRoomIsClearedAndMadeAnewItIsAnother() {
        ask(Manage.MAKE, "ann", CONTENT);
        cursors.raise(List.of(new StoredCursor(LOG, new Cursor("bob", 2, 2))));
        Managed removed = ask(Manage.REMOVE, "ann", null);
        assertThat(removed.refused()).isNull();
        assertThat(said(Memberships.class)).last().satisfies(told -> {
            assertThat(told.users()).containsExactly("ann", "bob");
            assertThat(told.role()).isNull();
        });
        assertThat(right("ann").access()).isEqualTo(RoomRight.GONE);
        time.pass(5_000);
        assertCleared();
        assertThat(ask(Manage.SHOW, "ann", null).refused().code()).isEqualTo("not-a-member");
        assertThat(ask(Manage.MAKE, "bob", CONTENT).room().epoch()).isEqualTo("t.3");
        assertThat(right("ann").role()).isNull();
        assertThat(right("bob").role()).isEqualTo("owner");
    }

    @Test
    void onlyOwnersAndBackendsRemoveAndTheSameRequestAgainIsDone() {
        ask(Manage.MAKE, "ann", CONTENT);
        assertThat(ask(Manage.REMOVE, "bob", null).refused().code()).isEqualTo("forbidden");
        assertThat(ask(Manage.REMOVE, "eve", null).refused().code()).isEqualTo("not-a-member");
        Manage asked =
                new Manage(ASKER, ROOM, "r1", Manage.REMOVE, new Author("backend", null, null), true, null, null, 0);
        assertThat(ask(asked).refused()).isNull();
        assertThat(ask(asked).refused()).isNull();
        Manage another =
                new Manage(ASKER, ROOM, "r2", Manage.REMOVE, new Author("backend", null, null), true, null, null, 0);
        assertThat(ask(another).refused().code()).isEqualTo("room-not-found");
    }

    @Test
    void aRoomThatAFallenOwnerHasMadeGetsItsMembers() {
        rooms.put(made());
        time.pass(Graves.LOOK_MS + 1_000);
        assertThat(document().founders()).isEmpty();
        assertThat(right("ann").role()).isEqualTo("owner");
        assertThat(right("bob").role()).isEqualTo("member");
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void aRoomThatAFallenOwnerHasRemovedIsCleared() {
        RoomDocument founded = made().founded();
        rooms.put(made());
        rooms.put(founded);
        for (long seq = 1; seq <= 1_200; seq++) {
            log.append(List.of(entry(LOG, seq)));
        }
        rooms.apply(LOG, new Member("ann", RoomRole.OWNER, 1));
        cursors.raise(List.of(new StoredCursor(LOG, new Cursor("ann", 2, 2))));
        rooms.put(founded.without("r1"));
        time.pass(Graves.LOOK_MS + 1_000);
        assertCleared();
    }

    @Test
    void ofARemovedRoomNothingIsLeftThatRetentionWasAmidOf() {
        RoomDocument founded = made().founded();
        rooms.put(made());
        rooms.put(founded);
        for (long seq = 1; seq <= 2_000; seq++) {
            log.append(List.of(entry(LOG, seq)));
        }
        log.raise(LOG, new Floor(1_300, 100));
        log.remove(LOG, 0, 100);
        rooms.put(founded.without("r1"));
        time.pass(Graves.LOOK_MS + 1_000);
        assertCleared();
    }

    @Test
    void aRoomThatIsMadeAnewBeginsWhereNothingWasRemoved() {
        ask(Manage.MAKE, "ann", CONTENT);
        log.raise(LOG, new Floor(1, 0));
        log.remove(LOG, 0, 1);
        ask(Manage.REMOVE, "ann", null);
        assertThat(ask(Manage.MAKE, "ann", CONTENT).room().seq()).isEqualTo(2);
        store.handle(new Watch("gateway", List.of(new Watched(ROOM, null, -1))));
        time.pass(10);
        assertThat(ends()).endsWith(new Ends(ROOM, "t.3", 0, 2));
        time.pass(5_000);
        assertThat(log.floors(List.of(LOG.name(), new LogId(ROOM, 3).name())).result())
                .isEmpty();
        assertThat(log.size()).isEqualTo(2);
    }

    @Test
    void howMuchIsKeptIsChangedShownAndTakenAway() {
        ask(Manage.MAKE, "ann", CONTENT);
        RoomRetention rule = new RoomRetention(0, 5);
        Managed changed = ask(Manage.CHANGE, "ann", new RoomContent(null, null, null, null, rule, false));
        assertThat(changed.room().retention()).isEqualTo(rule);
        assertThat(changed.room().title()).isEqualTo("A");
        ask(Manage.CHANGE, "ann", new RoomContent(null, null, "B", null));
        assertThat(ask(Manage.SHOW, "bob", null).room().retention()).isEqualTo(rule);
        assertThat(ask(Manage.CHANGE, "ann", new RoomContent(null, null, null, null, null, true))
                        .room()
                        .retention())
                .isNull();
        assertThat(document().retention()).isNull();
    }

    @Test
    void aRemovalThatAFormerOwnerHasStoredLateIsFound() {
        ask(Manage.MAKE, "ann", CONTENT);
        assertThat(right("bob").role()).isEqualTo("member");
        rooms.put(document().without("r1"));
        time.pass(Graves.LOOK_MS + 1_000);
        assertThat(right("bob").access()).isEqualTo(RoomRight.GONE);
        assertCleared();
    }

    private void assertCleared() {
        assertThat(log.size()).isZero();
        assertThat(log.floors(List.of(LOG.name())).result()).isEmpty();
        assertThat(rooms.membersOf(LOG, null, 10).result()).isEmpty();
        assertThat(cursors.ofLog(LOG, 10).result()).isEmpty();
        assertThat(document().dead()).isEmpty();
        assertThat(document().isGone()).isTrue();
    }

    private static RoomDocument made() {
        List<RoomMember> founders = List.of(new RoomMember("ann", "owner", 0), new RoomMember("bob", "member", 0));
        return new RoomDocument(
                ROOM, 1, 2, RoomRight.MEMBERS, null, null, null, "ann", "digest", 1, founders, null, List.of());
    }

    private RoomDocument document() {
        return rooms.byNames(List.of(ROOM)).result().get(ROOM);
    }

    private RoomRight right(String user) {
        store.handle(new AskRights(ASKER, List.of(new RoomUser(ROOM, user))));
        time.pass(10);
        List<Rights> all = said(Rights.class);
        return all.get(all.size() - 1).rights().get(0);
    }

    private Managed ask(String what, String user, RoomContent content) {
        return ask(new Manage(
                ASKER, ROOM, "request" + said.size(), what, new Author(user, null, null), false, content, null, 0));
    }

    private Managed ask(Manage asked) {
        int before = said(Managed.class).size();
        store.handle(asked);
        time.pass(100);
        List<Managed> all = said(Managed.class);
        assertThat(all).hasSize(before + 1);
        return all.get(before);
    }

    private List<Ends> ends() {
        return said(Delivery.class).stream()
                .flatMap(delivery -> delivery.ends().stream())
                .toList();
    }

    private <T extends BusMessage> List<T> said(Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Entry entry(LogId id, long seq) {
        return new Entry(id, seq, new Author("ann", null, null), "m" + seq, 1, "message", "1", 0);
    }
}
