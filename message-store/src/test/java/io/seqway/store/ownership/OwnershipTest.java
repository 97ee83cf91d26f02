package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md, "Who owns a partition". */
class OwnershipTest {
    private static final long SETTLED_MS = 10 * Ownership.BEAT_MS;
    private static final long AT_ONCE_MS = 300;

    private final VirtualTime time = new VirtualTime(1_000_000);
    private final InMemoryOwnershipStore store = new InMemoryOwnershipStore();
    private final Set<String> members = new TreeSet<>();
    private long delayMs;
    private boolean gateways;

    @Test
    void theFirstNodeOwnsAllAtOnce() {
        Node a = new Node("a");
        assertThat(a.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.ownership.lasts()).isTrue();
    }

    @Test
    void aNodeThatComesIsGivenItsShareAndNothingIsOwnedTwice() {
        Node a = new Node("a");
        Node b = new Node("b");
        assertThat(b.owned()).isZero();
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isBetween(16, 48);
        assertThat(a.owned() + b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.owned.intersects(b.owned)).isFalse();
        assertThat(a.gifts).containsExactly("b");
    }

    @Test
    void anEpochIsOneMoreWithEachOwner() {
        new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        b.owned.stream()
                .forEach(partition ->
                        assertThat(store.assignment().owner(partition).epoch()).isEqualTo(2));
    }

    @Test
    void aNodeThatTheGreaterPartOfTheClusterLostIsReplacedAtOnce() {
        Node a = new Node("a");
        Node b = new Node("b");
        Node c = new Node("c");
        time.pass(SETTLED_MS);
        a.crash();
        b.ownership.look();
        c.ownership.look();
        time.pass(AT_ONCE_MS);
        assertThat(b.owned() + c.owned()).isEqualTo(Partitions.COUNT);
        assertThat(b.owned.intersects(c.owned)).isFalse();
    }

    @Test
    void whoeverIsLeftAloneWaitsForSomeBeats() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        a.crash();
        b.ownership.look();
        time.pass(Ownership.BEAT_MS);
        assertThat(b.owned()).isLessThan(Partitions.COUNT);
        time.pass(4 * Ownership.BEAT_MS);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(b.ownership.isCutOff()).isFalse();
    }

    @Test
    void whoeverIsLeftAloneIsNotTakenForCutOffWhereTheStoreIsSlow() {
        delayMs = 2_500;
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(60_000);
        a.crash();
        b.ownership.look();
        time.pass(30_000);
        assertThat(b.cutOffs).isEmpty();
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
    }

    @Test
    void aNodeThatStandsStillIsReplacedOnlyAfterItsLease() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        a.loop.standStill(60_000);
        while (a.ownership.lasts()) {
            assertThat(b.owned.intersects(a.owned)).isFalse();
            time.pass(100);
        }
        time.pass(4 * Ownership.BEAT_MS);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        time.pass(60_000);
        assertThat(a.owned() + b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.owned.intersects(b.owned)).isFalse();
    }

    @Test
    void whileTheStoreIsAwayEverybodyPausesAndNobodyLosesAnything() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        Assignment before = store.assignment();
        store.reachable(false);
        time.pass(30_000);
        assertThat(a.ownership.lasts()).isFalse();
        assertThat(b.ownership.lasts()).isFalse();
        store.reachable(true);
        time.pass(SETTLED_MS);
        assertThat(store.assignment()).isEqualTo(before);
        assertThat(a.resumed).isEqualTo(2);
        assertThat(a.ownership.lasts()).isTrue();
        assertThat(b.ownership.lasts()).isTrue();
    }

    @Test
    void ofTwoHalvesOfAClusterTheGreaterOneOwnsAllAndTheOtherKnowsIt() {
        Node a = new Node("a");
        Node b = new Node("b");
        Node c = new Node("c");
        time.pass(SETTLED_MS);
        a.sees(Set.of("a"));
        b.sees(Set.of("b", "c"));
        c.sees(Set.of("b", "c"));
        time.pass(SETTLED_MS);
        long version = store.assignment().version();
        time.pass(60_000);
        assertThat(a.owned()).isZero();
        assertThat(b.owned() + c.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.ownership.isCutOff()).isTrue();
        assertThat(b.ownership.isCutOff()).isFalse();
        assertThat(c.ownership.isCutOff()).isFalse();
        assertThat(store.assignment().version()).as("no more changes").isEqualTo(version);
        a.sees(members);
        b.sees(members);
        c.sees(members);
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isPositive();
        assertThat(a.ownership.isCutOff()).isFalse();
        assertThat(a.cutOffs).containsExactly(true, false);
    }

    @Test
    void aNodeThatOthersDoNotSeeKnowsThatItIsCutOffThoughItSeesThem() {
        Node a = new Node("a");
        Node b = new Node("b");
        Node c = new Node("c");
        time.pass(SETTLED_MS);
        b.sees(Set.of("b", "c"));
        c.sees(Set.of("b", "c"));
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isZero();
        assertThat(a.ownership.isCutOff()).isTrue();
        assertThat(b.cutOffs).isEmpty();
        assertThat(c.cutOffs).isEmpty();
        b.sees(members);
        c.sees(members);
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isPositive();
        assertThat(a.ownership.isCutOff()).isFalse();
    }

    @Test
    void aNodeThatAnswersNobodyLosesItsPartitionsBeforeTheClusterDropsIt() {
        Node a = new Node("a");
        Node b = new Node("b");
        Node c = new Node("c");
        time.pass(SETTLED_MS);
        hearEachOther(a, b, c);
        for (int second = 0; second < 4; second++) {
            time.pass(1_000);
            b.hears(c);
            c.hears(b);
        }
        assertThat(a.owned()).isZero();
        assertThat(b.owned() + c.owned()).isEqualTo(Partitions.COUNT);
        time.pass(2_000);
        assertThat(a.ownership.isCutOff()).isTrue();
        assertThat(b.cutOffs).isEmpty();
        assertThat(c.cutOffs).isEmpty();
    }

    @Test
    void whoStandsAsideForTwoThatDoNotReachEachOtherIsCutOffAsSoonAsItOwnsNothing() {
        Node a = new Node("a");
        Node b = new Node("b");
        Node c = new Node("c");
        time.pass(SETTLED_MS);
        hearEachOther(a, b, c);
        for (int look = 0; look < 100 && a.owned() > 0 && b.owned() > 0; look++) {
            a.hears(c);
            b.hears(c);
            c.hears(a, b);
            time.pass(100);
        }
        time.pass(Ownership.BEAT_MS);
        assertThat(a.owned() == 0).isNotEqualTo(b.owned() == 0);
        assertThat(a.ownership.isCutOff()).isEqualTo(a.owned() == 0);
        assertThat(b.ownership.isCutOff()).isEqualTo(b.owned() == 0);
        assertThat(c.cutOffs).isEmpty();
    }

    @Test
    void aNodeThatIsSlowToAnswerLosesNothingAndNobodyIsCutOff() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        Assignment before = store.assignment();
        b.hears(a);
        for (int second = 0; second < 10; second++) {
            a.hears(b);
            time.pass(1_000);
        }
        assertThat(store.assignment()).isEqualTo(before);
        assertThat(a.cutOffs).isEmpty();
        assertThat(b.cutOffs).isEmpty();
    }

    @Test
    void ofEqualHalvesOneOwnsAll() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        a.sees(Set.of("a"));
        b.sees(Set.of("b"));
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isEqualTo(Partitions.COUNT);
        assertThat(b.owned()).isZero();
        assertThat(a.ownership.isCutOff()).isFalse();
        assertThat(b.ownership.isCutOff()).isTrue();
    }

    @Test
    void whoOwnsMoreOfEqualHalvesOwnsAll() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        a.loop.standStill(9_000);
        b.sees(Set.of("b"));
        time.pass(9_000);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        a.sees(Set.of("a")); // as it takes the others for silent when it goes on
        time.pass(SETTLED_MS);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(b.cutOffs).isEmpty();
        assertThat(a.ownership.isCutOff()).isTrue();
        a.sees(members);
        b.sees(members);
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isPositive();
        assertThat(a.ownership.isCutOff()).isFalse();
    }

    @Test
    void whoHasNotAnsweredYetIsGivenNothing() {
        gateways = true;
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        assertThat(b.owned()).isZero();
        assertThat(b.ownership.isUnanswered()).isTrue();
        hearEachOther(a, b);
        time.pass(2 * Ownership.BEAT_MS);
        assertThat(b.owned()).isBetween(16, 48);
        assertThat(b.ownership.isUnanswered()).isFalse();
    }

    @Test
    void whoNeverAnswersIsCutOffAndTakesNothing() {
        gateways = true;
        Node b = new Node("b");
        Node a = new Node("a"); // the first id, where two halves are equal
        time.pass(60_000);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(b.cutOffs).isEmpty();
        assertThat(a.ownership.isCutOff()).isTrue();
        hearEachOther(a, b);
        time.pass(SETTLED_MS);
        assertThat(a.owned()).isPositive();
    }

    @Test
    void aNodeThatStopsAsPlannedLeavesNoGap() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        Future<Void> left = a.ownership.leave();
        time.pass(AT_ONCE_MS);
        assertThat(left.isComplete()).isTrue();
        assertThat(a.owned()).isZero();
        members.remove("a");
        time.pass(Ownership.BEAT_MS);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.ownership.lasts()).isFalse();
    }

    @Test
    void aNodeThatStopsIsGivenNothingBack() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        a.ownership.leave();
        b.ownership.look(); // since it is told that it was given something
        time.pass(AT_ONCE_MS / 2);
        assertThat(store.assignment().ownedBy("b").cardinality()).isEqualTo(Partitions.COUNT);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
    }

    @Test
    void aNodeThatStopsDoesNotNameItselfInTheEpochOfTheNextOwner() {
        Node a = new Node("a");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        BitSet before = a.ownership.owned();
        Assignment assignment = store.assignment();
        a.ownership.leave();
        b.ownership.look();
        time.pass(AT_ONCE_MS / 2);
        assertThat(b.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.ownership.owned()).as("until others have taken over").isEqualTo(before);
        before.stream()
                .forEach(partition -> assertThat(a.ownership.owner(partition)).isEqualTo(assignment.owner(partition)));
        time.pass(AT_ONCE_MS);
        before.stream()
                .forEach(partition ->
                        assertThat(a.ownership.owner(partition).node()).isEqualTo("b"));
    }

    @Test
    void nothingIsGivenAwayAmidAWrite() {
        Node a = new Node("a");
        Promise<Void> written = Promise.promise();
        a.writing = written.future();
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        assertThat(b.owned()).isZero();
        assertThat(a.givings).hasSize(1);
        written.complete();
        time.pass(SETTLED_MS);
        assertThat(b.owned()).isBetween(16, 48);
        assertThat(a.givings).isEmpty();
    }

    @Test
    void whatIsWrittenForTooLongStaysForNow() {
        Node a = new Node("a");
        a.writing = Future.failedFuture("too long");
        Node b = new Node("b");
        time.pass(SETTLED_MS);
        assertThat(b.owned()).isZero();
        assertThat(a.owned()).isEqualTo(Partitions.COUNT);
        assertThat(a.givings).isEmpty();
    }

    @Test
    void aNodeThatStopsAmidAChangeOfTheAssignmentGivesAllAwayNevertheless() {
        Node a = new Node("a");
        new Node("b");
        new Node("c");
        time.pass(SETTLED_MS);
        store.replace(store.assignment().with(Map.of(0, "c")));
        a.ownership.leave();
        assertThat(store.assignment().ownedBy("a").isEmpty()).isTrue();
        assertThat(store.assignment().owner(0).node()).isEqualTo("c");
    }

    @Test
    void whoRunsAloneComesAtOnceAfterWhoCrashedThere() {
        Node before = new Node("a");
        before.sees(null);
        before.crash();
        Node after = new Node("b", null);
        assertThat(after.owned()).isEqualTo(Partitions.COUNT);
        assertThat(after.ownership.lasts()).isTrue();
    }

    @Test
    void whoLivesAloneGetsBackWhatAnotherLoneNodeTook() {
        Node first = new Node("a", null);
        time.pass(SETTLED_MS);
        Node second = new Node("b", null);
        time.pass(SETTLED_MS);
        assertThat(first.owned()).isEqualTo(Partitions.COUNT);
        assertThat(second.owned()).isZero();
    }

    private static void hearEachOther(Node... nodes) {
        for (Node node : nodes) {
            node.hears(Stream.of(nodes).filter(other -> other != node).toArray(Node[]::new));
        }
    }

    private final class Node implements ClusterView, OwnershipListener {
        private final String name;
        private final VirtualTime.Loop loop = time.new Loop();
        private final Ownership ownership;
        private final BitSet owned = new BitSet();
        private Set<String> seen;
        private boolean alone;
        private int resumed;
        private final List<Boolean> cutOffs = new ArrayList<>();
        private Future<Void> writing = Future.succeededFuture();
        private final List<BitSet> givings = new ArrayList<>();
        private final List<String> gifts = new ArrayList<>();

        Node(String name) {
            this(name, members);
        }

        /** @param seen the members it sees, or {@code null} for a node without a cluster */
        Node(String name, Set<String> seen) {
            this.name = name;
            members.add(name);
            sees(seen);
            ownership = new Ownership(
                    loop, this, delayMs == 0 ? store : new SlowOwnershipStore(store, time, loop, delayMs));
            ownership.start(this);
        }

        void sees(Set<String> these) {
            alone = these == null;
            seen = alone ? Set.of(name) : these;
        }

        void hears(Node... nodes) {
            for (Node node : nodes) {
                ownership.heard(node.name);
            }
        }

        void crash() {
            members.remove(name);
            loop.end();
        }

        int owned() {
            return owned.cardinality();
        }

        @Override
        public void acquired(BitSet partitions) {
            owned.or(partitions);
        }

        @Override
        public Future<Void> giving(BitSet partitions) {
            givings.add(partitions);
            return writing;
        }

        @Override
        public void gave(Set<String> nodes) {
            gifts.addAll(nodes);
        }

        @Override
        public void given() {
            givings.clear();
        }

        @Override
        public void lost(BitSet partitions) {
            owned.andNot(partitions);
        }

        @Override
        public void cutOff(boolean now) {
            cutOffs.add(now);
        }

        @Override
        public void resumed() {
            resumed++;
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public List<String> nodes(Role role) {
            return role == Role.GATEWAY && !gateways ? List.of() : new ArrayList<>(new TreeSet<>(seen));
        }

        @Override
        public boolean isCluster() {
            return !alone;
        }

        @Override
        public void onChange(Runnable handler) {
            // the beats look again
        }
    }
}
