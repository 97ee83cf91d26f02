package io.seqway.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.stream.ChunkSet;
import io.seqway.protocol.stream.StreamState;
import io.seqway.store.stream.Catalogue.Removal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What streams are built on. */
public abstract class StreamStoreContract {
    /** A user whom no other test has. */
    private final String user = "user." + UUID.randomUUID();

    protected abstract StreamStore store();

    @Test
    void aUserWithoutStreamsHasAnEmptyCatalogue() throws Exception {
        assertThat(await(store().catalogue(user))).isEqualTo(Catalogue.empty(user));
    }

    @Test
    void aCatalogueComesBackAsItWasWritten() throws Exception {
        StreamState state = new StreamState(ChunkSet.EMPTY.with(0).with(1).with(900), 9_999_999, 5L << 32, "a/b; c=d");
        Catalogue full = new Catalogue(
                user,
                1,
                Map.of("a.b$c", new Stream("a.b$c", "k1", state), "new", Stream.fresh("new", "k2")),
                List.of(new Removal("old", "k0", 1_017)));
        assertThat(await(store().replace(full))).isTrue();
        assertThat(await(store().catalogue(user))).isEqualTo(full);
        Catalogue empty = new Catalogue(user, 2, Map.of(), List.of());
        assertThat(await(store().replace(empty))).isTrue();
        assertThat(await(store().catalogue(user))).isEqualTo(empty);
    }

    @Test
    void onlyWhoSawTheVersionBeforeReplacesACatalogue() throws Exception {
        Catalogue first = Catalogue.empty(user).with(Stream.fresh("a", "k1")).following();
        Catalogue rival = Catalogue.empty(user).with(Stream.fresh("b", "k2")).following();
        assertThat(await(store().replace(first))).isTrue();
        assertThat(await(store().replace(rival))).isFalse();
        assertThat(await(store().replace(first.with(Stream.fresh("b", "k2")).following())))
                .isTrue();
        assertThat(await(store().replace(first.with(Stream.fresh("c", "k3")).following())))
                .isFalse();
        assertThat(await(store().catalogue(user)).streams()).containsOnlyKeys("a", "b");
    }

    @Test
    void aPlaceIsTakenOnce() throws Exception {
        StoredChunk first = chunk(3, "{\"name\":\"$date\"}", 1, 2, 3);
        assertThat(await(store().hash(first.id()))).isNull();
        assertThat(await(store().put(first))).isTrue();
        assertThat(await(store().put(chunk(3, null, 4)))).isFalse();
        assertThat(await(store().hash(first.id()))).isEqualTo(first.hash());
        assertThat(await(store().chunk(first.id()))).usingRecursiveComparison().isEqualTo(first);
    }

    @Test
    void aPayloadMayHaveNoBytesOrAllThatThereAre() throws Exception {
        StoredChunk none = chunk(0, null);
        StoredChunk all = chunk(1, null, IntStream.range(0, 1 << 20).toArray());
        for (StoredChunk chunk : List.of(none, all)) {
            assertThat(await(store().put(chunk))).isTrue();
            assertThat(await(store().chunk(chunk.id())))
                    .usingRecursiveComparison()
                    .isEqualTo(chunk);
        }
    }

    @Test
    void chunksAreRemovedWhereThereAreSome() throws Exception {
        StoredChunk gone = chunk(0, null, 1);
        StoredChunk kept = chunk(1, null, 2);
        await(store().put(gone));
        await(store().put(kept));
        await(store().remove(List.of(gone.id(), Stream.chunkId(user, "s", "k", 7))));
        assertThat(await(store().chunk(gone.id()))).isNull();
        assertThat(await(store().chunk(kept.id()))).isNotNull();
        assertThat(await(store().put(gone))).isTrue();
    }

    private StoredChunk chunk(int seq, String meta, int... bytes) {
        byte[] payload = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            payload[i] = (byte) bytes[i];
        }
        return new StoredChunk(Stream.chunkId(user, "s", "k", seq), Sha256.hex(payload), meta, 17, payload);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
