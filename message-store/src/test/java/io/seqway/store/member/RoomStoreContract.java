package io.seqway.store.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.RoomMessage.RoomContent;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomRetention;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link RoomStore} promises, whatever it stands on. */
public abstract class RoomStoreContract {
    private final String name = "room-" + UUID.randomUUID();
    private final String ann = "ann-" + name;
    private final LogId log = new LogId(name, 2);
    private final RoomDocument made = RoomDocument.make(
            name,
            null,
            new RoomContent("members", List.of(), "A \u0000 title", "{\"$date\":1.0,\"a.b\":{}}"),
            "ann",
            List.of(new RoomMember("ann", "owner", 0), new RoomMember("bob", "member", 0)),
            17);

    /** The store under test; users and rooms are new in each test. */
    protected abstract RoomStore store();

    @Test
    void aRoomComesBackAsItWasMade() throws Exception {
        assertThat(await(store().put(made))).isTrue();
        assertThat(await(store().byNames(List.of(name, name + '-')))).isEqualTo(Map.of(name, made));
    }

    @Test
    void aRuleOfItsOwnComesBackAsItWasAndGoes() throws Exception {
        await(store().put(made));
        RoomDocument before = made;
        for (RoomRetention rule :
                List.of(new RoomRetention(7, 0), new RoomRetention(0, 1L << 40), new RoomRetention(0, 0))) {
            RoomDocument ruled = before.with(new RoomContent(null, null, null, null, rule, false));
            assertThat(await(store().put(ruled))).isTrue();
            assertThat(await(store().byNames(List.of(name)))).isEqualTo(Map.of(name, ruled));
            before = ruled;
        }
        RoomDocument without = before.with(new RoomContent(null, null, null, null, null, true));
        assertThat(await(store().put(without))).isTrue();
        assertThat(await(store().byNames(List.of(name))).get(name).retention()).isNull();
    }

    @Test
    void ofTwoNextVersionsOneIsStored() throws Exception {
        await(store().put(made));
        assertThat(await(store().put(made))).isFalse();
        RoomDocument one = made.founded();
        assertThat(await(store().put(one))).isTrue();
        assertThat(await(store().put(made.without("r1")))).isFalse();
        assertThat(await(store().byNames(List.of(name)))).isEqualTo(Map.of(name, one));
    }

    @Test
    void aRemovedRoomStaysAndIsNotListed() throws Exception {
        await(store().put(made));
        assertThat(await(store().rooms(null, 10_000))).contains(made);
        RoomDocument gone = made.without("r1");
        await(store().put(gone));
        assertThat(await(store().rooms(null, 10_000)))
                .extracting(RoomDocument::room)
                .doesNotContain(name);
        assertThat(await(store().byNames(List.of(name)))).isEqualTo(Map.of(name, gone));
        assertThat(RoomDocument.nextIncarnation(gone)).isEqualTo(3);
    }

    @Test
    void whatIsDueIsFoundUntilItIsDone() throws Exception {
        List<Integer> partition = List.of(Partitions.of(name));
        await(store().put(made));
        assertThat(await(store().due(partition, 10_000))).contains(made);
        RoomDocument founded = made.founded();
        await(store().put(founded));
        assertThat(await(store().due(partition, 10_000)))
                .extracting(RoomDocument::room)
                .doesNotContain(name);
        RoomDocument gone = founded.without("r1");
        await(store().put(gone));
        assertThat(await(store().due(partition, 10_000))).contains(gone);
        await(store().put(gone.buried(2)));
        assertThat(await(store().due(partition, 10_000)))
                .extracting(RoomDocument::room)
                .doesNotContain(name);
    }

    @Test
    void theLaterEntryOfAMemberCountsInWhateverOrder() throws Exception {
        await(store().apply(log, new Member(ann, RoomRole.MEMBER, 5)));
        await(store().apply(log, new Member(ann, RoomRole.OWNER, 7)));
        await(store().apply(log, new Member(ann, RoomRole.MODERATOR, 6)));
        await(store().apply(log, new Member(ann, RoomRole.OWNER, 7)));
        assertThat(await(store().membersOf(log, null, 10))).containsExactly(new Member(ann, RoomRole.OWNER, 7));
        await(store().apply(log, new Member(ann, null, 9)));
        await(store().apply(log, new Member(ann, RoomRole.MEMBER, 8)));
        assertThat(await(store().membersOf(log, null, 10)))
                .extracting(Member::role)
                .containsOnlyNulls();
        assertThat(await(store().roomsOf(ann, null, 10))).isEmpty();
    }

    @Test
    void membersComeInPages() throws Exception {
        for (String user : List.of("b", "a", "a.b", "c")) {
            await(store().apply(log, new Member(user, RoomRole.MEMBER, 1)));
        }
        assertThat(await(store().membersOf(log, null, 2)))
                .extracting(Member::user)
                .containsExactly("a", "a.b");
        assertThat(await(store().membersOf(log, "a.b", 2)))
                .extracting(Member::user)
                .containsExactly("b", "c");
        assertThat(await(store().membersOf(log, "c", 2))).isEmpty();
    }

    @Test
    void theRoomsOfAUserComeInPages() throws Exception {
        for (String room : List.of("r2", "r1", "r3")) {
            await(store().apply(new LogId(room + name, 2), new Member(ann, RoomRole.MEMBER, 1)));
        }
        await(store().apply(new LogId("r1" + name, 3), new Member(ann, RoomRole.MEMBER, 1)));
        await(store().apply(log, new Member(ann + '2', RoomRole.MEMBER, 1)));
        assertThat(await(store().roomsOf(ann, null, 2))).containsExactly("r1" + name, "r2" + name);
        assertThat(await(store().roomsOf(ann, "r2" + name, 2))).containsExactly("r3" + name);
    }

    @Test
    void theMembersOfALogAreRemovedTogether() throws Exception {
        await(store().apply(log, new Member(ann, RoomRole.MEMBER, 1)));
        await(store().apply(log, new Member("bob", null, 2)));
        await(store().apply(new LogId(name, 3), new Member(ann, RoomRole.OWNER, 1)));
        await(store().removeMembers(log));
        assertThat(await(store().membersOf(log, null, 10))).isEmpty();
        assertThat(await(store().membersOf(new LogId(name, 3), null, 10)))
                .containsExactly(new Member(ann, RoomRole.OWNER, 1));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
