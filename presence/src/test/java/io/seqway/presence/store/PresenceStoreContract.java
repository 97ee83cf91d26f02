package io.seqway.presence.store;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.BusMessage.PresentUser;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every presence store does. */
public abstract class PresenceStoreContract {
    protected static final long LEASE_MS = 4_000;
    protected static final long GRACE_MS = 3_000;

    /** How much later than asked for a step may be taken on a busy machine. */
    private static final long SLACK_MS = 2_000;

    private final String room = "r-" + UUID.randomUUID();
    private final String ann = "ann-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    /** What the options of the store under test are, besides its address. */
    protected static PresenceOptions options(String uri) {
        return new PresenceOptions(uri, LEASE_MS, GRACE_MS, 2_000);
    }

    protected abstract PresenceStore store();

    /** Another node's store with the same content. */
    protected abstract PresenceStore storeOfAnotherNode();

    /** What time it is by the store's clock, in ms since 1970. */
    protected abstract long nowMs();

    /** Returns when so much time has passed by the store's clock. */
    protected abstract void pass(long ms);

    @Test
    void theFirstConnectionBringsAUserOnline() {
        Change change = arrive(word("g1", ann, "Ann", 1));

        assertThat(change.online()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
        assertThat(change.offline()).isEmpty();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
    }

    @Test
    void connectionsAreCountedOverAllSources() {
        arrive(word("g1", ann, "Ann", 2));

        Change change = arrive(word("g2", ann, "Ann", 3));

        assertThat(change.any()).isFalse();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 5, 0));
    }

    @Test
    void aWordTakesThePlaceOfTheOneBefore() {
        arrive(word("g1", ann, "Ann", 2));

        assertThat(arrive(word("g1", ann, "Ann", 2)).any()).isFalse();
        arrive(word("g1", ann, "Dr. Ann", 1));

        assertThat(present()).containsExactly(new PresentUser(ann, "Dr. Ann", 1, 0));
    }

    @Test
    void aUserStaysOnlineUntilTheGraceAfterTheLastConnectionIsOver() {
        arrive(word("g1", ann, "Ann", 1));
        long left = nowMs();

        Change leaving = arrive(word("g1", ann, "Ann", 0));

        assertThat(leaving.any()).isFalse();
        assertThat(leaving.dueMs()).isBetween(1L, GRACE_MS);
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 0, 0));
        assertThat(expire().any()).isFalse();

        pass(GRACE_MS);
        Change over = expire();

        assertThat(over.offline()).extracting(PresentUser::user).containsExactly(ann);
        assertThat(over.offline().get(0).connections()).isZero();
        assertThat(over.offline().get(0).lastSeen()).isCloseTo(left, within(SLACK_MS));
        assertThat(over.dueMs()).isEqualTo(Change.NEVER);
        assertThat(present()).isEmpty();
    }

    @Test
    void whoComesBackWithinTheGraceWasNeverAway() {
        arrive(word("g1", ann, "Ann", 1));
        arrive(word("g1", ann, "Ann", 0));

        Change back = arrive(word("g2", ann, "Ann", 1));
        pass(GRACE_MS);

        assertThat(back.any()).isFalse();
        assertThat(expire().any()).isFalse();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
    }

    @Test
    void whoComesBackLaterComesOnlineAgain() {
        arrive(word("g1", ann, "Ann", 1));
        arrive(word("g1", ann, "Ann", 0));
        pass(GRACE_MS);
        expire();

        assertThat(arrive(word("g1", ann, "Ann", 1)).online()).hasSize(1);
    }

    @Test
    void whoComesBackBeforeAnybodyLookedWasNeverAway() {
        arrive(word("g1", ann, "Ann", 1));
        arrive(word("g1", ann, "Ann", 0));
        pass(GRACE_MS);

        assertThat(arrive(word("g1", ann, "Ann", 1)).any()).isFalse();
        assertThat(expire().any()).isFalse();
    }

    @Test
    void aSourceThatFallsSilentLosesItsConnectionsAfterTheLease() {
        arrive(word("g1", ann, "Ann", 1));
        long said = nowMs();
        pass(LEASE_MS);

        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 0, 0));
        assertThat(expire().any()).isFalse();

        pass(GRACE_MS);
        List<PresentUser> offline = expire().offline();

        assertThat(offline).extracting(PresentUser::user).containsExactly(ann);
        assertThat(offline.get(0).lastSeen()).isCloseTo(said + LEASE_MS, within(SLACK_MS));
    }

    @Test
    void aSourceThatFallsSilentLosesNobodyElsesConnections() {
        arrive(word("g1", ann, "Ann", 1));
        pass(LEASE_MS);
        arrive(word("g2", ann, "Ann", 2));
        pass(GRACE_MS);

        assertThat(expire().any()).isFalse();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 2, 0));
    }

    @Test
    void aWordThatIsRepeatedHoldsOn() {
        for (int i = 0; i < 4; i++) {
            arrive(word("g1", ann, "Ann", 1));
            pass(LEASE_MS / 2);
        }

        assertThat(expire().any()).isFalse();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
    }

    @Test
    void theLastConnectionElsewhereEndsNoGraceSooner() {
        arrive(word("g1", ann, "Ann", 1));
        arrive(word("g1", ann, "Ann", 0));

        Change again = arrive(word("g2", ann, "Ann", 0));

        assertThat(again.dueMs()).isBetween(1L, GRACE_MS);
        assertThat(present()).hasSize(1);
    }

    @Test
    void whoIsOverdueIsShownOnlyWhenAskedFor() {
        arrive(word("g1", ann, "Ann", 2));
        pass(LEASE_MS + GRACE_MS);

        assertThat(present()).isEmpty();
        assertThat(result(store().present(room, true))).containsExactly(new PresentUser(ann, "Ann", 2, 0));
    }

    @Test
    void theLeavingOfSomebodyWhoWasNeverThereIsNothing() {
        Change change = arrive(word("g1", ann, "Ann", 0));

        assertThat(change.any()).isFalse();
        assertThat(change.dueMs()).isEqualTo(Change.NEVER);
        assertThat(present()).isEmpty();
    }

    @Test
    void inARoomOfNobodyNobodyGoesOffline() {
        Change change = expire();

        assertThat(change.any()).isFalse();
        assertThat(change.dueMs()).isEqualTo(Change.NEVER);
    }

    @Test
    void aLaterWordInTheSameStepPrevails() {
        Change change = arrive(
                word("g1", ann, "Ann", 1),
                word("g1", bob, "Bob", 1),
                word("g1", ann, "Ann", 3),
                word("g1", bob, "Bob", 0));

        assertThat(change.online()).extracting(PresentUser::user).containsExactlyInAnyOrder(ann, bob);
        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, "Ann", 3, 0), new PresentUser(bob, "Bob", 0, 0));
    }

    @Test
    void roomsAreApart() {
        arrive(word("g1", ann, "Ann", 1));

        Change elsewhere = result(store().arrive(room + "2", List.of(word("g1", ann, "Ann", 1))));

        assertThat(elsewhere.online()).hasSize(1);
        assertThat(present()).hasSize(1);
        assertThat(result(store().present(room + "3", false))).isEmpty();
    }

    @Test
    void namesMayBeMissingOrHoldAnything() {
        String name = "\"\u0001 {\\\u2028} \uD83D\uDE00 Ä";

        arrive(word("node:1/0", ann, name, 1), word("node:1/0", bob, null, 1));

        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, name, 1, 0), new PresentUser(bob, null, 1, 0));
    }

    @Test
    void ofManyWhoGoAtOnceEachIsToldOnceWhicheverNodeLooks() {
        List<String> crowd =
                IntStream.range(0, 250).mapToObj(i -> "u" + i + "-" + ann).toList();
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word("g1", user, null, 1)).toList()));
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word("g1", user, null, 0)).toList()));
        pass(GRACE_MS);

        List<Future<Change>> looks = Stream.of(store(), storeOfAnotherNode(), store(), storeOfAnotherNode(), store())
                .map(node -> node.expire(room))
                .toList();
        List<Change> changes = looks.stream().map(look -> result(look)).toList();

        List<String> offline = new ArrayList<>();
        changes.forEach(change -> change.offline().forEach(user -> offline.add(user.user())));
        assertThat(offline).containsExactlyInAnyOrderElementsOf(crowd);
        assertThat(changes).extracting(Change::dueMs).contains(0L, Change.NEVER);
    }

    @Test
    void ofTwoNodesThatHearOfAUserOneIsToldThatItCameOnline() {
        Future<Change> here = store().arrive(room, List.of(word("g1", ann, "Ann", 1)));
        Future<Change> there = storeOfAnotherNode().arrive(room, List.of(word("g2", ann, "Ann", 1)));

        assertThat(Stream.of(result(here), result(there))
                        .mapToInt(change -> change.online().size())
                        .sum())
                .isEqualTo(1);
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 2, 0));
    }

    @Test
    void theNextOneDueIsTheOneWhoGoesFirst() {
        arrive(word("g1", ann, "Ann", 1), word("g1", bob, "Bob", 1));

        assertThat(arrive(word("g1", bob, "Bob", 0)).dueMs()).isBetween(1L, GRACE_MS);
        assertThat(arrive(word("g1", bob, "Bob", 1)).dueMs())
                .isBetween(LEASE_MS + GRACE_MS - SLACK_MS, LEASE_MS + GRACE_MS);
    }

    @Test
    void whenAUserWasLastSeenIsKept() {
        assertThat(result(store().lastSeen(ann))).isZero();
        arrive(word("g1", ann, "Ann", 1));
        arrive(word("g1", ann, "Ann", 0));
        pass(GRACE_MS);

        long lastSeen = expire().offline().get(0).lastSeen();

        until("it is kept", () -> result(store().lastSeen(ann)) == lastSeen);
    }

    @Test
    void aLaterTimePrevailsOverAnEarlierOneInAnotherRoom() {
        String otherRoom = room + "2";
        arrive(word("g1", ann, "Ann", 1));
        result(store().arrive(otherRoom, List.of(word("g1", ann, "Ann", 1))));
        arrive(word("g1", ann, "Ann", 0));
        pass(GRACE_MS / 2);
        result(store().arrive(otherRoom, List.of(word("g1", ann, "Ann", 0))));
        pass(GRACE_MS);

        long later = result(store().expire(otherRoom)).offline().get(0).lastSeen();
        until("it is kept", () -> result(store().lastSeen(ann)) == later);
        long earlier = expire().offline().get(0).lastSeen();

        assertThat(later).isGreaterThan(earlier);
        assertThat(result(store().lastSeen(ann))).isEqualTo(later);
    }

    private Change arrive(Connections... said) {
        return result(store().arrive(room, List.of(said)));
    }

    private Change expire() {
        return result(store().expire(room));
    }

    private List<PresentUser> present() {
        return result(store().present(room, false));
    }

    private static Connections word(String source, String user, String name, int count) {
        return new Connections(source, user, name, count);
    }
}
