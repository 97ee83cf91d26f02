package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
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
        Entry full = new Entry(room, 1, new Author("ann", "Ann", "http://a/b.png"), "m1", 17, "message", body, 0);
        Entry bare = new Entry(room, 2, new Author("bob", null, null), "m1", 18, "message", "null", 1);
        assertThat(await(log().append(List.of(full, bare)))).isInstanceOf(AppendResult.Stored.class);
        assertThat(await(log().byIds(List.of(full.id(), bare.id()))))
                .containsOnlyKeys(full.id(), bare.id())
                .containsValues(full, bare);
        assertThat(await(log().byKeys(List.of(full.key()))))
                .containsOnlyKeys(full.key())
                .containsValue(full);
    }

    @Test
    void whatIsNotThereIsLeftOut() throws Exception {
        await(log().append(List.of(entry(1, "m1"))));
        assertThat(await(log().times(List.of(room.entryId(1), room.entryId(2)))))
                .containsExactly(Map.entry(room.entryId(1), 17L));
        assertThat(await(log().byIds(List.of(room.entryId(2))))).isEmpty();
        assertThat(await(log().byKeys(List.of(room.key("ann", "m2"))))).isEmpty();
        LogId other = new LogId(room.room(), 2);
        assertThat(await(log().times(List.of(other.entryId(1))))).isEmpty();
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
        assertThat(await(log().times(List.of(room.entryId(2), room.entryId(3), room.entryId(4)))))
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
        assertThat(await(search.from(room, 0))).isEqualTo(new Head(0, 0));
        assertThat(await(search.near(room, 0))).isEqualTo(new Head(0, 0));
        assertThat(await(search.near(room, 1))).isEqualTo(new Head(0, 0));
        for (long seq = 1; seq <= 150; seq++) {
            await(log().append(List.of(entry(seq, "m" + seq))));
            if (seq < 5 || seq % 37 == 0 || seq >= 127 && seq <= 130) {
                assertThat(await(search.from(room, 0))).isEqualTo(new Head(seq, 17));
                assertThat(await(search.from(room, seq))).isEqualTo(new Head(seq, 0));
                assertThat(await(search.from(room, seq / 2))).isEqualTo(new Head(seq, 17));
                for (long hint : new long[] {0, seq / 2, seq, seq + 1, 3 * seq, 1L << 40, Long.MAX_VALUE}) {
                    assertThat(await(search.near(room, hint))).isEqualTo(new Head(seq, 17));
                }
            }
        }
    }

    private Entry entry(long seq, String clientMsgId) {
        return new Entry(room, seq, new Author("ann", null, null), clientMsgId, 17, "message", "\"text\"", 0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
