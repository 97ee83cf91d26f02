package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.ownership.OwnershipStore.Standing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What ownership is decided by. */
public abstract class OwnershipStoreContract {
    /** A store that holds nothing yet. */
    protected abstract OwnershipStore fresh() throws Exception;

    @Test
    void theFirstBeatFindsNobody() throws Exception {
        Standing standing = await(fresh().beat("a", 1, Set.of()));
        assertThat(standing).isEqualTo(new Standing(Map.of("a", 1L), Map.of("a", Set.of()), Assignment.NOBODY));
    }

    @Test
    void aBeatShowsAllLeasesAndTheAssignment() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1, Set.of()));
        await(store.beat("b", 7, Set.of("a", "c")));
        Assignment next = Assignment.NOBODY.with(Map.of(0, "a", 63, "b"));
        assertThat(await(store.replace(next))).isTrue();
        Map<String, Set<String>> unheard = Map.of("a", Set.of("c"), "b", Set.of("a", "c"));
        assertThat(await(store.beat("a", 2, Set.of("c"))))
                .isEqualTo(new Standing(Map.of("a", 2L, "b", 7L), unheard, next));
    }

    @Test
    void onlyWhoSawTheVersionBeforeReplacesTheAssignment() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1, Set.of()));
        Assignment first = Assignment.NOBODY.with(Map.of(0, "a"));
        Assignment rival = Assignment.NOBODY.with(Map.of(0, "b"));
        assertThat(await(store.replace(first))).isTrue();
        assertThat(await(store.replace(rival))).isFalse();
        assertThat(await(store.replace(first.with(Map.of(0, "b"))))).isTrue();
        assertThat(await(store.beat("a", 2, Set.of())).assignment().owner(0)).isEqualTo(new Assignment.Owner("b", 2));
    }

    @Test
    void aLeaseThatIsTakenAwayIsGoneUntilTheNextBeat() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1, Set.of()));
        await(store.beat("b", 1, Set.of()));
        await(store.remove(List.of("b", "nobody")));
        Standing standing = await(store.beat("a", 2, Set.of()));
        assertThat(standing.beats()).containsOnlyKeys("a");
        assertThat(standing.unheard()).containsOnlyKeys("a");
        assertThat(await(store.beat("b", 2, Set.of())).beats()).containsOnlyKeys("a", "b");
    }

    @Test
    void whoLeavesTakesTheLeaseAlongIfTheAssignmentIsReplaced() throws Exception {
        OwnershipStore store = fresh();
        await(store.beat("a", 1, Set.of()));
        await(store.beat("b", 1, Set.of()));
        Assignment first = Assignment.NOBODY.with(Map.of(0, "a"));
        assertThat(await(store.replace(first))).isTrue();
        assertThat(await(store.leave("a", Assignment.NOBODY.with(Map.of(0, "b")))))
                .isFalse();
        assertThat(await(store.beat("b", 2, Set.of())).beats()).containsOnlyKeys("a", "b");
        Assignment next = first.with(Map.of(0, "b"));
        assertThat(await(store.leave("a", next))).isTrue();
        Map<String, Set<String>> unheard = Map.of("b", Set.of());
        assertThat(await(store.beat("b", 3, Set.of()))).isEqualTo(new Standing(Map.of("b", 3L), unheard, next));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
