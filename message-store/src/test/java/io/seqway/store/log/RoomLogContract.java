package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.HeadSearch.Head;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link RoomLog} promises, whatever it stands on. */
public abstract class RoomLogContract {
    private final LogId room = new LogId("room-" + UUID.randomUUID(), 1);

    /** The log under test; rooms are new in each test. */
    protected abstract RoomLog log();

    @Test
    void whatWasAppendedComesBackAsItWas() throws Exception {
        String body =
                "{\"$date\":\"x\",\"a.b\":{\"$oid\":1},\"\":[1.0,1e3,123456789012345678901234567890],\"é\":\"\\u0000\"}";
        Entry full = new Entry(room, 1, new Author("ann", "Ann", "http://a/b.png"), "m1", 17, "message", body, 0)
                .counted(new MessageCount(7, 2));
        Entry bare = new Entry(room, 2, new Author("bob", null, null), "m1", 18, "message", "null", 1);
        assertThat(await(log().append(List.of(full, bare)))).isInstanceOf(AppendResult.Stored.class);
        assertThat(await(log().byIds(List.of(full.id(), bare.id()))))
                .containsOnlyKeys(full.id(), bare.id())
                .containsValues(full, bare);
        assertThat(await(log().stamps(List.of(full.id()))))
                .containsValue(new Stamp(17, "ann", "message", new MessageCount(7, 3)));
        assertThat(await(log().byKeys(List.of(full.key()))))
                .containsOnlyKeys(full.key())
                .containsValue(full);
    }

    @Test
    void whatIsNotThereIsLeftOut() throws Exception {
        await(log().append(List.of(entry(1, "m1"))));
        assertThat(await(log().stamps(List.of(room.entryId(1), room.entryId(2)))))
                .containsExactly(Map.entry(room.entryId(1), new Stamp(17, "ann", "message", null)));
        assertThat(await(log().byIds(List.of(room.entryId(2))))).isEmpty();
        assertThat(await(log().byKeys(List.of(room.key("ann", "m2"))))).isEmpty();
        LogId other = new LogId(room.room(), 2);
        assertThat(await(log().stamps(List.of(other.entryId(1))))).isEmpty();
    }

    @Test
    void anAppendStopsAtATakenPlace() throws Exception {
        await(log().append(List.of(entry(2, "first"))));
        AppendResult result = await(log().append(List.of(entry(1, "a"), entry(2, "b"), entry(3, "c"))));
        assertThat(result).isEqualTo(new AppendResult.Collided(1));
        assertThat(await(log().byIds(List.of(room.entryId(1), room.entryId(2), room.entryId(3)))))
                .containsOnlyKeys(room.entryId(1), room.entryId(2))
                .containsValue(entry(2, "first"));
    }

    @Test
    void anAppendStopsAtAMessageThatIsThereAtAnotherPlace() throws Exception {
        await(log().append(List.of(entry(1, "m1"))));
        AppendResult result = await(log().append(List.of(entry(2, "m2"), entry(3, "m1"), entry(4, "m4"))));
        assertThat(result).isEqualTo(new AppendResult.Collided(1));
        assertThat(await(log().stamps(List.of(room.entryId(2), room.entryId(3), room.entryId(4)))))
                .containsOnlyKeys(room.entryId(2));
    }

    @Test
    void anAppendStopsAtATwinWithinItself() throws Exception {
        AppendResult result = await(log().append(List.of(entry(1, "m1"), entry(2, "m1"))));
        assertThat(result).isEqualTo(new AppendResult.Collided(1));
    }

    @Test
    void theVerySameAppendCollidesAtItsFirstEntry() throws Exception {
        List<Entry> entries = List.of(entry(1, "m1"), entry(2, "m2"));
        await(log().append(entries));
        assertThat(await(log().append(entries))).isEqualTo(new AppendResult.Collided(0));
    }

    @Test
    void theHeadIsFoundInALogOfAnyLength() throws Exception {
        HeadSearch search = new HeadSearch(log());
        assertThat(await(search.from(room, 0))).isEqualTo(new Head(0, 0, null));
        assertThat(await(search.near(room, 0))).isEqualTo(new Head(0, 0, null));
        assertThat(await(search.near(room, 1))).isEqualTo(new Head(0, 0, null));
        for (long seq = 1; seq <= 150; seq++) {
            await(log().append(List.of(entry(seq, "m" + seq))));
            if (seq < 5 || seq % 37 == 0 || seq >= 127 && seq <= 130) {
                assertThat(await(search.from(room, 0))).isEqualTo(new Head(seq, 17, null));
                assertThat(await(search.from(room, seq))).isEqualTo(new Head(seq, 0, null));
                assertThat(await(search.from(room, seq / 2))).isEqualTo(new Head(seq, 17, null));
                for (long hint : new long[] {0, seq / 2, seq, seq + 1, 3 * seq, 1L << 40, Long.MAX_VALUE}) {
                    assertThat(await(search.near(room, hint))).isEqualTo(new Head(seq, 17, null));
                }
            }
        }
    }

    @Test
    void theLastChangeOfEachMessageIsFound() throws Exception {
        await(log().append(List.of(
                entry(1, "m1"), entry(2, "m2"), entry(3, "m3"), change(4, "edit", 1, 2), change(5, "edit", 2, 2))));
        await(log().append(List.of(change(6, "edit", 1, 3), change(7, "delete", 2, 3))));
        assertThat(await(log().lastChanges(List.of(room.entryId(1), room.entryId(2), room.entryId(3)))))
                .containsOnly(
                        Map.entry(room.entryId(1), change(6, "edit", 1, 3)),
                        Map.entry(room.entryId(2), change(7, "delete", 2, 3)));
        assertThat(await(log().lastChanges(List.of(new LogId(room.room(), 2).entryId(1)))))
                .isEmpty();
    }

    @Test
    void whatWasDeletedIsRedactedWithItsEditsAndNothingElse() throws Exception {
        Entry deletion = change(5, "delete", 1, 4);
        List<Entry> entries =
                List.of(entry(1, "m1"), change(2, "edit", 1, 2), entry(3, "m3"), change(4, "edit", 1, 3), deletion);
        await(log().append(entries));
        for (int time = 0; time < 2; time++) {
            await(log().redact(deletion));
            assertThat(await(log().byIds(entries.stream().map(Entry::id).toList()))
                            .values())
                    .containsExactlyInAnyOrder(
                            entries.get(0).redacted(),
                            entries.get(1).redacted(),
                            entries.get(2),
                            entries.get(3).redacted(),
                            deletion);
        }
    }

    @Test
    void aDeletionIsInTheOutboxUntilItIsSettled() throws Exception {
        List<Integer> partitions = List.of(Partitions.of(room.room()));
        Entry deletion = change(2, "delete", 1, 2);
        await(log().append(List.of(entry(1, "m1"), deletion)));
        assertThat(await(log().outbox(partitions, 1_000))).contains(deletion);
        await(log().settled(deletion));
        assertThat(await(log().outbox(partitions, 1_000))).doesNotContain(deletion);
        assertThat(await(log().byIds(List.of(deletion.id())))).containsValue(deletion);
    }

    @Test
    void aFloorOnlyRises() throws Exception {
        LogId other = new LogId(room.room(), 2);
        assertThat(await(log().floors(List.of(room.name())))).isEmpty();
        await(log().raise(room, new Floor(7, 0)));
        assertThat(await(log().floors(List.of(room.name(), other.name()))))
                .containsExactly(Map.entry(room.name(), new Floor(7, 0)));
        await(log().raise(room, new Floor(3, 2)));
        await(log().raise(room, new Floor(9, 1)));
        assertThat(await(log().floors(List.of(room.name())))).containsValue(new Floor(9, 2));
    }

    @Test
    void whatIsRemovedIsGoneWithItsNamesAndNothingElseIs() throws Exception {
        LogId other = new LogId(room.room(), 2);
        List<Entry> entries = List.of(entry(1, "m1"), entry(2, "m2"), entry(3, "m3"), entry(4, "m4"));
        Entry elsewhere = new Entry(other, 2, new Author("ann", null, null), "m2", 17, "message", "1", 0);
        await(log().append(entries));
        await(log().append(List.of(elsewhere)));
        assertThat(await(log().remove(room, 1, 3))).isEqualTo(2);
        assertThat(await(log().remove(room, 1, 3))).isZero();
        assertThat(await(log().byIds(entries.stream().map(Entry::id).toList())))
                .containsOnlyKeys(room.entryId(1), room.entryId(4));
        assertThat(await(log().byKeys(entries.stream().map(Entry::key).toList())))
                .containsOnlyKeys(entries.get(0).key(), entries.get(3).key());
        assertThat(await(log().byIds(List.of(elsewhere.id())))).containsValue(elsewhere);
        assertThat(await(log().append(List.of(entry(5, "m2"))))).isInstanceOf(AppendResult.Stored.class);
    }

    @Test
    void theRoomBehindAnotherIsFoundByItsFirstEntry() throws Exception {
        LogId next = new LogId(room.room() + "+", 1);
        LogId last = new LogId(room.room() + "0", 3);
        await(log().append(List.of(entry(4, "m4"), entry(5, "m5"))));
        await(log().append(List.of(of(new LogId(room.room(), 2), 1, 17))));
        await(log().append(List.of(of(last, 9, 99))));
        await(log().append(List.of(of(next, 1, 18), of(next, 2, 19))));
        assertThat(await(log().behind(""))).isPresent();
        assertThat(await(log().behind(room.room().substring(0, room.room().length() - 1) + "\u0021")))
                .contains(new FirstEntry(room, 4, 17));
        assertThat(await(log().behind(room.room()))).contains(new FirstEntry(next, 1, 18));
        assertThat(await(log().behind(next.room()))).contains(new FirstEntry(last, 9, 99));
        assertThat(await(log().behind("~~~"))).isEmpty();
    }

    @Test
    void theEndIsFoundOfALogThatBeginsLater() throws Exception {
        ExtentSearch search = new ExtentSearch(log());
        for (long seq = 1; seq <= 90; seq++) {
            await(log().append(List.of(entry(seq, "m" + seq))));
        }
        for (long floor : new long[] {1, 4, 63, 88, 89}) {
            await(log().raise(room, new Floor(floor, 0)));
            await(log().remove(room, 0, floor));
            for (long hint : new long[] {0, 1, 64, 89, 90, 91, 1L << 40}) {
                assertThat(await(search.near(room, hint)))
                        .as("floor %d, hint %d", floor, hint)
                        .satisfies(found -> assertThat(found.head().seq()).isEqualTo(90))
                        .satisfies(found -> assertThat(found.floor()).isEqualTo(floor));
            }
            assertThat(await(search.from(room, 0)).head()).isEqualTo(new Head(90, 17, null));
        }
    }

    private static Entry of(LogId id, long seq, long time) {
        return new Entry(id, seq, new Author("ann", null, null), "m" + seq, time, "message", "0", 0);
    }

    private Entry change(long seq, String kind, long target, long version) {
        String body = kind.equals("delete") ? "null" : "\"" + version + "\"";
        return new Entry(
                room, seq, new Author("ann", null, null), "c" + seq, 17, kind, body, 0, target, version, false);
    }

    private Entry entry(long seq, String clientMsgId) {
        return new Entry(room, seq, new Author("ann", null, null), clientMsgId, 17, "message", "\"text\"", 0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
