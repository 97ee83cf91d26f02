package io.seqway.gateway.room;

import static io.seqway.gateway.room.FeedFixture.roomsOf;
import static io.seqway.gateway.room.FeedFixture.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.UnwatchAll;
import io.seqway.protocol.bus.ToStore.Watch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gateway asks for when an owner says where the rooms stand, and when it says nothing. */
class BeaconComparedTest {
    private static final List<String> ROOMS = roomsOf(5, 3);
    private static final String OTHER = roomsOf(6, 1).get(0);

    private final FeedFixture gateway = new FeedFixture();

    private void openAll() {
        ROOMS.forEach(room -> gateway.open(room, 10));
    }

    @Test
    void whereBothHaveTheSameNothingIsAsked() {
        openAll();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10, 10));
        assertThat(gateway.sent(Watch.class)).isEmpty();
        assertThat(gateway.sent(UnwatchAll.class)).isEmpty();
    }

    @Test
    void entriesThatCameInCount() {
        openAll();
        gateway.push(0, ROOMS.get(1), 11, 2);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 12, 10));
        assertThat(gateway.sent(Watch.class)).isEmpty();
    }

    @Test
    void whereAnEntryWasLostTheRoomsOfThatPartitionAreAskedFor() {
        gateway.open(OTHER, 3);
        openAll();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 11, 10), sum(1, 6, List.of(OTHER), 3));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
        assertThat(gateway.sent(UnwatchAll.class)).isEmpty();
    }

    @Test
    void whereTheOwnerKnowsFewerRoomsItHearsAllOfThem() {
        openAll();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10, 10));
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10));
        assertThat(gateway.sent(UnwatchAll.class)).containsExactly(new UnwatchAll("gateway", List.of(5)));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void anOwnerThatKnowsMoreOfThemEachTimeIsLeftToItsWork() {
        openAll();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10));
        gateway.loop.pass(4_000);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10));
        assertThat(gateway.sent(Watch.class)).isEmpty();

        gateway.loop.pass(4_000);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void aRoomThatTheOwnerStillPushesThoughNobodyWantsItIsGivenUp() {
        openAll();
        gateway.close(ROOMS.get(2));
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10, 10));
        assertThat(gateway.sent(UnwatchAll.class)).containsExactly(new UnwatchAll("gateway", List.of(5)));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS.subList(0, 2));
    }

    @Test
    void whatIsBeingReadIsNotAskedForAgain() {
        openAll();
        gateway.ends(ROOMS.get(0), 400);
        assertThat(gateway.sent(Read.class)).hasSize(1);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 400, 10, 10));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS.subList(1, 3));
    }

    @Test
    void whatWasAskedForIsNotAskedForWithEveryBeaconButAgainIfItDoesNotCome() {
        openAll();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 11, 10));
        gateway.sent.clear();
        gateway.loop.pass(2_000);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 11, 10));
        assertThat(gateway.sent(Watch.class)).isEmpty();
        gateway.loop.pass(2_000);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 11, 10));
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void anOwnerThatWasNotKnownIsAskedForTheRoomsOfItsPartitions() {
        openAll();
        gateway.stores.add("other");
        gateway.feed.membersChanged();
        gateway.sent.clear();
        gateway.beacon("other", 2);
        assertThat(gateway.watchedAt("other")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void whatAnOwnerOfThePastSaysDoesNotMatter() {
        openAll();
        gateway.stores.add("other");
        gateway.feed.membersChanged();
        gateway.beacon("other", 2);
        gateway.loop.pass(4_000);
        gateway.beacon("other", 2, sum(2, 5, ROOMS, 10, 10, 10));
        gateway.sent.clear();
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 11, 10));
        assertThat(gateway.sent(Watch.class)).isEmpty();
    }

    @Test
    void anOwnerThatIsSilentIsAskedEveryFiveSeconds() {
        openAll();
        gateway.open(OTHER, 3);
        gateway.loop.pass(4_000);
        gateway.beacon("store", 1, sum(1, 5, ROOMS, 10, 10, 10), sum(1, 6, List.of(OTHER), 3));
        gateway.loop.pass(4_900);
        assertThat(gateway.sent(Watch.class)).isEmpty();
        gateway.loop.pass(600);
        assertThat(gateway.watchedAt("store")).hasSize(4);
        gateway.sent.clear();
        gateway.loop.pass(5_500);
        assertThat(gateway.watchedAt("store")).hasSize(4);
    }

    @Test
    void onlyRoomsWhoseOwnerIsAnotherOneNowAreAskedForWhenMembersChange() {
        openAll();
        gateway.open(OTHER, 3);
        gateway.stores.add("other");
        gateway.feed.membersChanged();
        gateway.beacon("other", 2, sum(1, 6, List.of(OTHER), 3));
        gateway.sent.clear();
        gateway.stores.remove("other");
        gateway.feed.membersChanged();
        assertThat(gateway.watchedAt("store")).containsExactlyInAnyOrderElementsOf(ROOMS);
    }
}
