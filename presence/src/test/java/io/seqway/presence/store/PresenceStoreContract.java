package io.seqway.presence.store;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seqway.presence.PresenceOptions;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every presence store does. */
public abstract class PresenceStoreContract {
    protected static final long LEASE_MS = 3_000;
    protected static final long GRACE_MS = 2_000;
    private static final int NAMED = 10;

    /** How much later than asked for a step may be taken on a busy machine. */
    private static final long SLACK_MS = 1_500;

    protected final HeardChanges heard = new HeardChanges();
    protected final HeardChanges heardElsewhere = new HeardChanges();
    protected final String room = "r-" + UUID.randomUUID();
    protected final String g1 = "g1-" + UUID.randomUUID();
    protected final String g2 = "g2-" + UUID.randomUUID();
    private final String ann = "ann-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    /** What the options of the store under test are, besides its address. */
    protected static PresenceOptions options(String uri) {
        return new PresenceOptions(uri, LEASE_MS, GRACE_MS, NAMED, 2_000);
    }

    /** A store that tells {@link #heard} of changes. */
    protected abstract PresenceStore store();

    /** Another node's store with the same content, which tells {@link #heardElsewhere}. */
    protected abstract PresenceStore storeOfAnotherNode();

    /** What time it is by the store's clock, in ms since 1970. */
    protected abstract long nowMs();

    /** Returns when so much time has passed by the store's clock. */
    protected abstract void pass(long ms);

    /** Opens both stores, and returns once they are available. */
    protected abstract void open();

    @BeforeEach
    void lease() {
        open();
        assertThat(result(store().lease(g1, true))).isTrue();
        assertThat(result(store().lease(g2, true))).isTrue();
    }

    @Test
    void theFirstConnectionBringsAUserOnline() {
        arrive(word(g1, ann, "Ann", 1));

        PresenceChange change = heard.next(room);
        assertThat(change.online()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
        assertThat(change.offline()).isEmpty();
        assertThat(change.total()).isEqualTo(1);
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
    }

    @Test
    void connectionsAreCountedOverAllSources() {
        arrive(word(g1, ann, "Ann", 2));
        arrive(word(g2, ann, "Ann", 3));
        arrive(word(g2, bob, "Bob", 1));

        assertThat(heard.next(room).online()).extracting(PresentUser::user).containsExactly(ann);
        assertThat(heard.next(room).online()).extracting(PresentUser::user).containsExactly(bob);
        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, "Ann", 5, 0), new PresentUser(bob, "Bob", 1, 0));
    }

    @Test
    void aWordTakesThePlaceOfTheOneBefore() {
        arrive(word(g1, ann, "Ann", 2));
        arrive(word(g1, ann, "Ann", 2));
        arrive(word(g1, ann, "Dr. Ann", 1));

        assertThat(present()).containsExactly(new PresentUser(ann, "Dr. Ann", 1, 0));
        heard.next(room);
        assertThat(heard.next(room).online())
                .as("the new name, and not the repeated word")
                .containsExactly(new PresentUser(ann, "Dr. Ann", 1, 0));
    }

    @Test
    void everyNodeIsToldOfEachChangeInTheOrderOfTheRoom() {
        arrive(word(g1, ann, "Ann", 1));
        result(storeOfAnotherNode().arrive(room, List.of(word(g2, bob, "Bob", 1))));

        for (HeardChanges node : List.of(heard, heardElsewhere)) {
            PresenceChange first = node.next(room);
            PresenceChange second = node.next(room);
            assertThat(first.online()).extracting(PresentUser::user).containsExactly(ann);
            assertThat(second.online()).extracting(PresentUser::user).containsExactly(bob);
            assertThat(second.before()).isEqualTo(first.revision());
            assertThat(second.revision()).isGreaterThan(first.revision());
        }
        assertThat(picture().revision()).isGreaterThan(0);
    }

    @Test
    void aUserStaysOnlineUntilTheGraceAfterTheLastConnectionIsOver() {
        arrive(word(g1, ann, "Ann", 1));
        long left = nowMs();

        Taken leaving = arrive(word(g1, ann, "Ann", 0));

        assertThat(leaving.dueMs()).isBetween(1L, GRACE_MS);
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 0, 0));
        assertThat(expire().users()).isEmpty();

        pass(GRACE_MS);
        Gone over = expire();

        assertThat(over.users()).extracting(SeenUser::user).containsExactly(ann);
        assertThat(over.users().get(0).at()).isCloseTo(left, within(SLACK_MS));
        assertThat(over.dueMs()).isEqualTo(Taken.NEVER);
        assertThat(present()).isEmpty();
        heard.next(room);
        assertThat(heard.next(room).offline())
                .containsExactly(
                        new PresentUser(ann, null, 0, over.users().get(0).at()));
    }

    @Test
    void whoLeftAWhileAgoHasSoMuchLessGrace() {
        arrive(word(g1, ann, "Ann", 1));
        long now = nowMs();

        arrive(new Connections(g1, new Arrival(room, ann, "Ann", 0, GRACE_MS, null, null, 0)));

        SeenUser gone = expire().users().get(0);
        assertThat(gone.at()).isCloseTo(now - GRACE_MS, within(SLACK_MS));
    }

    @Test
    void whoComesBackWithinTheGraceWasNeverAway() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));
        arrive(word(g2, ann, "Ann", 1));
        pass(GRACE_MS);

        assertThat(expire().users()).isEmpty();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
        heard.next(room);
        assertThat(heard.unread(room)).isEmpty();
    }

    @Test
    void whoComesBackLaterComesOnlineAgain() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));
        pass(GRACE_MS);
        expire();
        arrive(word(g1, ann, "Ann", 1));

        heard.next(room);
        assertThat(heard.next(room).offline()).hasSize(1);
        assertThat(heard.next(room).online()).hasSize(1);
    }

    @Test
    void whoComesBackBeforeAnybodyLookedWasNeverAway() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));
        pass(GRACE_MS);
        arrive(word(g1, ann, "Ann", 1));

        assertThat(expire().users()).isEmpty();
        heard.next(room);
        assertThat(heard.unread(room)).isEmpty();
    }

    @Test
    void aSourceWhoseLeaseIsOverIsFoundAndItsUsersGoOfflineAfterTheGrace() {
        arrive(word(g1, ann, "Ann", 1), word(g1, bob, "Bob", 1));
        arrive(word(g2, bob, "Bob", 2));
        assertThat(found(g1)).isNull();
        long renewed = nowMs();
        result(store().lease(g1, false));
        pass(LEASE_MS / 2);
        result(store().lease(g2, false));
        pass(LEASE_MS / 2);

        DeadSource dead = found(g1);
        assertThat(dead.rooms()).containsExactly(room);
        assertThat(dead.sinceMs()).isCloseTo(renewed + LEASE_MS, within(SLACK_MS));
        result(storeOfAnotherNode().drop(room, dead));

        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, "Ann", 0, 0), new PresentUser(bob, "Bob", 2, 0));
        assertThat(found(g1)).as("all of it is dropped").isNull();
        pass(GRACE_MS);
        assertThat(expire().users()).containsExactly(new SeenUser(ann, dead.sinceMs()));
        assertThat(present()).containsExactly(new PresentUser(bob, "Bob", 2, 0));
    }

    @Test
    void whoLeftElsewhereAfterTheLeaseWasOverHasTheGraceFromThenOn() {
        arrive(word(g1, ann, "Ann", 1), word(g2, ann, "Ann", 1));
        pass(LEASE_MS / 2);
        result(store().lease(g2, false));
        pass(LEASE_MS / 2 + GRACE_MS / 2);
        long left = nowMs();
        arrive(word(g2, ann, "Ann", 0));

        result(store().drop(room, found(g1)));
        pass(GRACE_MS / 2);

        assertThat(expire().users()).isEmpty();
        pass(GRACE_MS / 2);
        assertThat(expire().users().get(0).at()).isCloseTo(left, within(SLACK_MS));
    }

    @Test
    void aWordThatIsHeardLateEndsNoGraceSooner() {
        arrive(word(g1, ann, "Ann", 1), word(g2, ann, "Ann", 1));
        long left = nowMs();
        arrive(word(g1, ann, "Ann", 0));

        arrive(new Connections(g2, new Arrival(room, ann, "Ann", 0, GRACE_MS, null, null, 0)));

        assertThat(expire().users()).isEmpty();
        pass(GRACE_MS);
        assertThat(expire().users().get(0).at()).isCloseTo(left, within(SLACK_MS));
    }

    @Test
    void whatWasDroppedAlreadyIsDroppedAgainForNothing() {
        arrive(word(g1, ann, "Ann", 1));
        pass(LEASE_MS);
        DeadSource dead = found(g1);
        result(store().drop(room, dead));
        arrive(word(leased(), ann, "Ann", 1));

        result(store().drop(room, dead));

        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 1, 0));
    }

    @Test
    void aSourceThatWasFoundDeadIsNotTakenUpAgain() {
        arrive(word(g1, ann, "Ann", 1));
        pass(LEASE_MS);
        assertThat(found(g1)).isNotNull();

        assertThat(result(store().lease(g1, false))).isFalse();
        assertThat(result(storeOfAnotherNode().arrive(room + "2", List.of(word(g1, ann, "Ann", 1))))
                        .unknown())
                .containsExactly(g1);
        assertThat(result(store().present(room + "2", false)).users()).isEmpty();
    }

    @Test
    void ofAStrangerNothingIsTaken() {
        Taken taken = arrive(word("stranger-" + g1, ann, "Ann", 1), word(g1, bob, "Bob", 1));

        assertThat(taken.unknown()).isEqualTo(Set.of("stranger-" + g1));
        assertThat(present()).extracting(PresentUser::user).containsExactly(bob);
        assertThat(result(store().lease("stranger-" + g1, false))).isFalse();
    }

    @Test
    void aSourceThatHasLeftARoomIsNotLookedForThere() {
        arrive(word(g1, ann, "Ann", 1));
        result(store().arrive(room + "2", List.of(word(g1, ann, "Ann", 1))));
        arrive(word(g1, ann, "Ann", 0));
        pass(LEASE_MS);

        assertThat(found(g1).rooms()).containsExactly(room + "2");
    }

    @Test
    void aSourceThatHasLeftARoomByAnotherNodeAndComesBackIsLookedForThere() {
        arrive(word(g1, ann, "Ann", 1));
        result(storeOfAnotherNode().arrive(room, List.of(word(g1, ann, "Ann", 0))));
        arrive(word(g1, bob, "Bob", 1), word(g2, ann, "Ann", 1));
        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, "Ann", 1, 0), new PresentUser(bob, "Bob", 1, 0));
        pass(LEASE_MS);

        assertThat(found(g1).rooms()).containsExactly(room);
    }

    @Test
    void aWordThatComesAfterItsSourceWasTakenAwayByAnotherNodeIsNotTaken() {
        arrive(word(g1, ann, "Ann", 1));
        pass(LEASE_MS);
        DeadSource dead = found(storeOfAnotherNode(), g1);
        result(storeOfAnotherNode().drop(room, dead));

        assertThat(arrive(word(g1, bob, "Bob", 1)).unknown()).containsExactly(g1);

        assertThat(present()).extracting(PresentUser::user).containsExactly(ann);
    }

    @Test
    void theStatusThatWasSetLastIsShownAndGoesWithItsConnection() {
        arrive(word(g1, ann, "Ann", 1), word(g2, bob, "Bob", 1));
        arrive(stated(g1, ann, 1, "busy", "in a call", 2_000), stated(g2, ann, 1, "away", null, 1_000));
        assertThat(present()).contains(new PresentUser(ann, "Ann", 2, 0, "busy", "in a call"));

        arrive(word(g1, ann, "Ann", 0));
        assertThat(present()).contains(new PresentUser(ann, "Ann", 1, 0, "away", null));

        arrive(word(g2, ann, "Ann", 0));
        assertThat(present()).as("in the grace").contains(new PresentUser(ann, "Ann", 0, 0, "away", null));
        heard.next(room);
        assertThat(heard.next(room).online()).extracting(PresentUser::status).endsWith("busy");
        assertThat(heard.next(room).online()).extracting(PresentUser::status).containsExactly("away");
        assertThat(heard.unread(room)).isEmpty();
    }

    @Test
    void inACrowdNobodyIsNamedUnlessAskedFor() {
        List<String> crowd = crowd(NAMED + 1);
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word(g1, user, user, 1)).toList()));

        Present picture = picture();
        assertThat(picture.users()).isEmpty();
        assertThat(picture.partial()).isTrue();
        assertThat(picture.total()).isEqualTo(NAMED + 1);
        PresenceChange change = heard.next(room);
        assertThat(change.online()).isEmpty();
        assertThat(change.partial()).isTrue();
        assertThat(change.total()).isEqualTo(NAMED + 1);
        Present found = result(store().find(room, false, List.of(crowd.get(3), "nobody")));
        assertThat(found.users()).extracting(PresentUser::user).containsExactly(crowd.get(3));
    }

    @Test
    void namesComeInPagesByRisingId() {
        List<String> crowd = crowd(25);
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word(g1, user, user, 1)).toList()));

        List<String> read = new ArrayList<>();
        String cursor = null;
        do {
            Present page = result(store().page(room, false, cursor, 10));
            assertThat(page.total()).isEqualTo(25);
            assertThat(page.users()).hasSizeLessThanOrEqualTo(10);
            page.users().forEach(user -> read.add(user.user()));
            cursor = page.cursor();
        } while (cursor != null);

        assertThat(read).isEqualTo(crowd.stream().sorted().toList());
    }

    @Test
    void whoIsOverdueIsShownOnlyWhenAskedFor() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));
        pass(GRACE_MS);

        assertThat(present()).isEmpty();
        assertThat(picture().total()).isZero();
        assertThat(result(store().present(room, true)).users()).containsExactly(new PresentUser(ann, "Ann", 0, 0));
        assertThat(result(store().find(room, false, List.of(ann))).users()).isEmpty();
        assertThat(result(store().page(room, false, null, 10)).users()).isEmpty();
    }

    @Test
    void theLeavingOfSomebodyWhoWasNeverThereIsNothing() {
        Taken taken = arrive(word(g1, ann, "Ann", 0));

        assertThat(taken.dueMs()).isEqualTo(Taken.NEVER);
        assertThat(present()).isEmpty();
        assertThat(expire().users()).isEmpty();
        assertThat(heard.unread(room)).isEmpty();
    }

    @Test
    void theLastConnectionElsewhereEndsNoGraceSooner() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));

        Taken again = arrive(word(g2, ann, "Ann", 0));

        assertThat(again.dueMs()).isBetween(1L, GRACE_MS);
        assertThat(present()).hasSize(1);
    }

    @Test
    void aVisitWhoseEndIsAllThatIsHeardOfItBeginsTheGraceAnew() {
        arrive(word(g1, ann, "Ann", 1));
        arrive(word(g1, ann, "Ann", 0));
        pass(GRACE_MS / 2);
        long left = nowMs();

        arrive(word(g2, ann, "Ann", 0));
        pass(GRACE_MS / 2);

        assertThat(expire().users()).isEmpty();
        assertThat(present()).hasSize(1);
        pass(GRACE_MS / 2);
        assertThat(expire().users().get(0).at()).isCloseTo(left, within(SLACK_MS));
    }

    @Test
    void aLaterWordInTheSameStepPrevails() {
        arrive(word(g1, ann, "Ann", 1), word(g1, bob, "Bob", 1), word(g1, ann, "Ann", 3), word(g1, bob, "Bob", 0));

        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, "Ann", 3, 0), new PresentUser(bob, "Bob", 0, 0));
    }

    @Test
    void roomsAreApart() {
        arrive(word(g1, ann, "Ann", 1));
        result(store().arrive(room + "2", List.of(word(g1, ann, "Ann", 1))));

        assertThat(heard.next(room + "2").online()).hasSize(1);
        assertThat(present()).hasSize(1);
        assertThat(result(store().present(room + "3", false)).users()).isEmpty();
    }

    @Test
    void namesMayBeMissingOrHoldAnything() {
        String odd = "\u0007 \"'\\ }] \ud83d\ude00 \u00e4";
        arrive(word(g1, ann, null, 1), word(g1, bob, odd, 1));

        assertThat(present())
                .containsExactlyInAnyOrder(new PresentUser(ann, null, 1, 0), new PresentUser(bob, odd, 1, 0));
        assertThat(heard.next(room).online()).extracting(PresentUser::name).containsExactlyInAnyOrder(null, odd);
    }

    @Test
    void manyGoOfflineInSeveralSteps() {
        List<String> crowd = crowd(250);
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word(g1, user, null, 1)).toList()));
        result(store().arrive(
                        room,
                        crowd.stream().map(user -> word(g1, user, null, 0)).toList()));
        pass(GRACE_MS);

        List<Gone> steps = new ArrayList<>();
        do {
            steps.add(expire());
        } while (steps.get(steps.size() - 1).dueMs() == 0);

        assertThat(steps.stream().flatMap(step -> step.users().stream()).map(SeenUser::user))
                .containsExactlyInAnyOrderElementsOf(crowd);
        assertThat(steps).extracting(Gone::dueMs).contains(0L, Taken.NEVER);
    }

    @Test
    void ofTwoNodesThatHearOfAUserAtOnceTheRoomHasOneChange() {
        Future<Taken> here = store().arrive(room, List.of(word(g1, ann, "Ann", 1)));
        Future<Taken> there = storeOfAnotherNode().arrive(room, List.of(word(g2, ann, "Ann", 1)));
        result(here);
        result(there);

        assertThat(heard.next(room).online()).hasSize(1);
        assertThat(heard.unread(room)).isEmpty();
        assertThat(present()).containsExactly(new PresentUser(ann, "Ann", 2, 0));
    }

    @Test
    void whenAUserWasLastSeenIsKeptAndALaterTimePrevails() {
        assertThat(result(store().lastSeen(List.of(ann)))).isEmpty();
        String otherRoom = room + "2";
        arrive(word(g1, ann, "Ann", 1));
        result(store().arrive(otherRoom, List.of(word(g1, ann, "Ann", 1))));
        arrive(word(g1, ann, "Ann", 0));
        pass(GRACE_MS / 2);
        result(store().arrive(otherRoom, List.of(word(g1, ann, "Ann", 0))));
        pass(GRACE_MS);

        SeenUser later = result(store().expire(otherRoom)).users().get(0);
        until("it is kept", () -> result(store().lastSeen(List.of(ann, bob))).equals(List.of(later)));
        SeenUser earlier = expire().users().get(0);

        assertThat(later.at()).isGreaterThan(earlier.at());
        assertThat(result(store().lastSeen(List.of(ann)))).containsExactly(later);
    }

    private Taken arrive(Connections... said) {
        return result(store().arrive(room, List.of(said)));
    }

    private Gone expire() {
        return result(store().expire(room));
    }

    private Present picture() {
        return result(store().present(room, false));
    }

    private List<PresentUser> present() {
        return picture().users();
    }

    /** What is found of a source if it is dead, or {@code null}. */
    private DeadSource found(String source) {
        return found(store(), source);
    }

    private static DeadSource found(PresenceStore store, String source) {
        return result(store.dead()).stream()
                .filter(dead -> dead.name().equals(source))
                .findFirst()
                .orElse(null);
    }

    private String leased() {
        String source = "g3-" + UUID.randomUUID();
        result(store().lease(source, true));
        return source;
    }

    private static List<String> crowd(int size) {
        return IntStream.range(0, size).mapToObj(i -> "u" + i).toList();
    }

    protected Connections word(String source, String user, String name, int count) {
        return new Connections(source, new Arrival(room, user, name, count));
    }

    private Connections stated(String source, String user, int count, String status, String text, long since) {
        return new Connections(source, new Arrival(room, user, "Ann", count, 0, status, text, since));
    }
}
