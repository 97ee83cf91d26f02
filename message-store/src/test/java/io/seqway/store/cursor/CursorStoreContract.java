package io.seqway.store.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.frame.Cursor;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link CursorStore} promises, whatever it stands on. */
public abstract class CursorStoreContract {
    private final String name = UUID.randomUUID().toString();
    private final LogId room = new LogId("room-" + name, 1);

    /** The store under test; users and rooms are new in each test. */
    protected abstract CursorStore store();

    @Test
    void whatWasRaisedComesBack() throws Exception {
        raise(room, new Cursor("ann", 7, 3));
        assertThat(await(store().byIds(List.of(room.cursorId("ann"), room.cursorId("bob")))))
                .isEqualTo(Map.of(room.cursorId("ann"), new Cursor("ann", 7, 3)));
    }

    @Test
    void aCursorOnlyRises() throws Exception {
        raise(room, new Cursor("ann", 7, 3));
        raise(room, new Cursor("ann", 5, 5));
        raise(room, new Cursor("ann", 0, 0));
        assertThat(await(store().ofLog(room, 10))).containsExactly(new Cursor("ann", 7, 5));
    }

    @Test
    void whoWasThereBeforeIsLeftWhereTheyAreWhoeverComesWithThem() throws Exception {
        raise(room, new Cursor("ann", 7, 3));
        raise(room, new Cursor("bob", 0, 0), new Cursor("ann", 0, 0), new Cursor("cid", 0, 0), new Cursor("dan", 2, 1));
        assertThat(await(store().ofLog(room, 10)))
                .containsExactlyInAnyOrder(
                        new Cursor("ann", 7, 3),
                        new Cursor("bob", 0, 0),
                        new Cursor("cid", 0, 0),
                        new Cursor("dan", 2, 1));
    }

    @Test
    void whoHasReadMostComesFirst() throws Exception {
        raise(room, new Cursor("ann", 7, 3), new Cursor("bob", 5, 5), new Cursor("cid", 9, 1));
        assertThat(await(store().ofLog(room, 2))).containsExactly(new Cursor("bob", 5, 5), new Cursor("ann", 7, 3));
    }

    @Test
    void aLogMadeAnewHasItsOwn() throws Exception {
        LogId anew = new LogId(room.room(), 2);
        raise(room, new Cursor("ann", 7, 3));
        raise(anew, new Cursor("ann", 1, 1));
        assertThat(await(store().ofLog(anew, 10))).containsExactly(new Cursor("ann", 1, 1));
        assertThat(await(store().ofLog(room, 10))).containsExactly(new Cursor("ann", 7, 3));
    }

    @Test
    void theMarkOfTheSendersIsThatOfNobody() throws Exception {
        await(store().raise(List.of(StoredCursor.sendersUpTo(room, 4))));
        assertThat(await(store().ofLog(room, 10))).isEmpty();
        assertThat(await(store().byIds(List.of(StoredCursor.idOfSenders(room))))
                        .get(StoredCursor.idOfSenders(room))
                        .read())
                .isEqualTo(4);
    }

    @Test
    void theRoomsOfAUserAreListedInOrderAndEachOnce() throws Exception {
        String user = "ann-" + name;
        for (String other : List.of("a", "a.b", "a-b", "b", "c")) {
            raise(new LogId(other, 1), new Cursor(user, 0, 0));
        }
        raise(new LogId("a", 2), new Cursor(user, 0, 0));
        raise(new LogId("z", 1), new Cursor(user + "x", 0, 0));
        raise(new LogId("z", 1), new Cursor(user + "-x", 0, 0));
        assertThat(await(store().roomsOf(user, null, 10))).containsExactly("a", "a-b", "a.b", "b", "c");
        assertThat(await(store().roomsOf(user, null, 2))).containsExactly("a", "a-b");
        assertThat(await(store().roomsOf(user, "a-b", 2))).containsExactly("a.b", "b");
        assertThat(await(store().roomsOf(user, "c", 2))).isEmpty();
        assertThat(await(store().roomsOf("nobody-" + name, null, 2))).isEmpty();
    }

    @Test
    void veryManyAreRaisedAtOnce() throws Exception {
        List<StoredCursor> many = IntStream.range(0, 2_500)
                .mapToObj(i -> new StoredCursor(room, new Cursor("u" + i, i, i)))
                .toList();
        await(store().raise(many));
        assertThat(await(store().ofLog(room, 3_000))).hasSize(2_500);
    }

    private void raise(LogId log, Cursor... cursors) throws Exception {
        await(store().raise(List.of(cursors).stream()
                .map(cursor -> new StoredCursor(log, cursor))
                .toList()));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
