package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.ownership.OwnershipStore.Standing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What ownership is decided by. */
public abstract class OwnershipStoreContract {
    /** A store that holds nothing yet. */
    protected abstract OwnershipStore fresh() throws Exception;

    @Test
    void theFirstBeatFindsNobody() throws Exception {
        Standing standing = await(fresh().beat("a", 1));
        assertThat(standing).isEqualTo(new Standing(Map.of("a", 1L), Assignment.NOBODY));
    }

    @Test
    void aBeatShowsAllLeasesAndTheAssignment() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1));
        await(store.beat("b", 7));
        Assignment next = Assignment.NOBODY.with(Map.of(0, "a", 63, "b"));
        assertThat(await(store.replace(next))).isTrue();
        assertThat(await(store.beat("a", 2))).isEqualTo(new Standing(Map.of("a", 2L, "b", 7L), next));
    }

    @Test
    void onlyWhoSawTheVersionBeforeReplacesTheAssignment() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1));
        Assignment first = Assignment.NOBODY.with(Map.of(0, "a"));
        Assignment rival = Assignment.NOBODY.with(Map.of(0, "b"));
        assertThat(await(store.replace(first))).isTrue();
        assertThat(await(store.replace(rival))).isFalse();
        assertThat(await(store.replace(first.with(Map.of(0, "b"))))).isTrue();
        assertThat(await(store.beat("a", 2)).assignment().owner(0)).isEqualTo(new Assignment.Owner("b", 2));
    }

    @Test
    void aLeaseThatIsTakenAwayIsGoneUntilTheNextBeat() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1));
        await(store.beat("b", 1));
        await(store.remove(List.of("b", "nobody")));
        assertThat(await(store.beat("a", 2)).beats()).containsOnlyKeys("a");
        assertThat(await(store.beat("b", 2)).beats()).containsOnlyKeys("a", "b");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
