package io.seqway.store.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/architecture.md, "Who does not answer". */
class ReachedViewTest {
    private static final long STEP_MS = 400;

    private final List<String> members = new ArrayList<>(List.of("a", "b", "c"));
    private final Set<String> living = new HashSet<>(Set.of("a", "b", "c", "d"));
    private final Set<String> gateways = new HashSet<>(); // all, if empty
    private final Map<String, Integer> owned = new HashMap<>(Map.of("a", 20, "b", 20, "c", 20));
    private final ReachedView view = view();
    private long now = 1_000_000;

    ReachedViewTest() {
        view.look(now);
        view.heard("b");
        view.heard("c");
    }

    private ReachedView view() {
        return new ReachedView(new Members(), 2 * STEP_MS, living::contains, node -> owned.getOrDefault(node, 0));
    }

    /** Time passes, in which only these answer. */
    private void passHearing(long ms, String... nodes) {
        for (long passed = 0; passed < ms; passed += STEP_MS) {
            List.of(nodes).forEach(view::heard);
            pass(STEP_MS);
        }
    }

    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += STEP_MS) {
            now += STEP_MS;
            view.look(now);
        }
    }

    private List<String> stores() {
        return view.nodes(Role.MESSAGE_STORE);
    }

    @Test
    void whoLeavesSomeBeaconsUnansweredIsNoMemberUntilItAnswers() {
        pass(2_000);
        view.heard("c");
        assertThat(stores()).containsExactly("a", "b", "c");
        view.said(Map.of("b", Set.of("a", "c"), "c", Set.of("b")));
        pass(800);
        assertThat(view.unheard()).containsExactly("b");
        assertThat(stores()).containsExactly("a", "c");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("a", "b", "c");
        view.heard("b");
        assertThat(stores()).containsExactly("a", "b", "c");
    }

    @Test
    void whoStandsStillIsNoMemberAlsoIfItHasNotSaidWhomItDoesNotHear() {
        living.remove("b");
        view.said(Map.of("c", Set.of("b")));
        pass(2_000);
        view.heard("c");
        pass(800);
        assertThat(stores()).containsExactly("a", "c");
    }

    @Test
    void whoBeatsAndHearsThisNodeIsOnlySlow() {
        view.said(Map.of("b", Set.of("c"), "c", Set.of("b")));
        pass(2_000);
        view.heard("c");
        pass(2_000);
        assertThat(view.unheard()).containsExactly("b");
        assertThat(stores()).containsExactly("a", "b", "c");
    }

    @Test
    void whomOthersHearIsLeftToTheClusterAtFirst() {
        view.said(Map.of("b", Set.of("a"), "c", Set.of("a")));
        pass(2_000);
        view.heard("c");
        pass(2_000);
        assertThat(view.unheard()).containsExactly("b");
        assertThat(stores()).containsExactly("a", "b", "c");
    }

    @Test
    void whoIsReachedByWayOfOthersIsLeftToTheClusterAtFirst() {
        members.add("d");
        view.heard("d");
        // a and b, b and c, c and d hear each other
        view.said(Map.of("b", Set.of("d"), "c", Set.of("a"), "d", Set.of("a", "b")));
        for (int i = 0; i < 8; i++) {
            view.heard("b");
            pass(400);
        }
        assertThat(view.unheard()).containsExactlyInAnyOrder("c", "d");
        assertThat(stores()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void ofTwoThatDoNotReachEachOtherAndBothReachAThirdThatStandsAsideWhichOwnsLess() {
        owned.put("b", 19);
        view.said(Map.of("b", Set.of("a"), "c", Set.of()));
        passHearing(8_000, "c");
        assertThat(stores()).containsExactly("a", "c");
        view.heard("b");
        view.said(Map.of("b", Set.of("a"), "c", Set.of()));
        pass(STEP_MS);
        assertThat(stores()).as("one of them hears the other").containsExactly("a", "b", "c");
    }

    @Test
    void whoIsToStandAsideKnowsIt() {
        owned.put("a", 19);
        view.said(Map.of("b", Set.of("a"), "c", Set.of()));
        passHearing(8_000, "c");
        assertThat(stores()).containsExactly("a");
    }

    @Test
    void ofThoseThatOwnAsMuchThatWithTheLastIdStandsAside() {
        view.said(Map.of("b", Set.of("c"), "c", Set.of("b")));
        passHearing(8_000, "b", "c");
        assertThat(stores()).containsExactly("a", "b");
    }

    @Test
    void whoDoesNotReachMostOfThemStandsAsideFirstWhateverItOwns() {
        members.add("d");
        owned.put("b", 60);
        view.said(Map.of("b", Set.of("a", "c"), "c", Set.of("b"), "d", Set.of()));
        passHearing(8_000, "c", "d");
        assertThat(stores()).containsExactly("a", "c", "d");
    }

    @Test
    void asFewStandAsideAsItTakesForTheOthersToReachEachOther() {
        members.add("d");
        // a and b, b and c, c and d hear each other
        view.said(Map.of("b", Set.of("d"), "c", Set.of("a"), "d", Set.of("a", "b")));
        passHearing(8_000, "b");
        assertThat(stores()).containsExactly("a", "b");
    }

    @Test
    void whoIsHeardOneWayOrDoesNotBeatMakesNobodyStandAside() {
        view.said(Map.of("b", Set.of("c"), "c", Set.of()));
        passHearing(20_000, "b", "c");
        assertThat(stores()).containsExactly("a", "b", "c");
        view.said(Map.of("b", Set.of("c"), "c", Set.of("b")));
        living.remove("c");
        passHearing(20_000, "b", "c");
        assertThat(stores()).containsExactly("a", "b", "c");
    }

    @Test
    void whoHearsNobodyAsksNobody() {
        view.said(Map.of("c", Set.of("a"), "b", Set.of("a")));
        pass(4_000);
        assertThat(stores()).containsExactly("a");
    }

    @Test
    void whoHasNeverAnsweredIsAsTheClusterSaysForTenSeconds() {
        members.add("d");
        for (int second = 0; second < 10; second++) {
            assertThat(view.hasAnswered("d")).isFalse();
            assertThat(view.unheard()).isEmpty();
            assertThat(stores()).containsExactly("a", "b", "c", "d");
            pass(800);
            view.heard("b");
            view.heard("c");
        }
        view.said(Map.of("b", Set.of("d"), "c", Set.of("d"), "d", Set.of("a", "b", "c")));
        pass(2_400);
        assertThat(view.unheard()).containsExactly("d");
        assertThat(stores()).containsExactly("a", "b", "c");
        view.said(Map.of("b", Set.of(), "c", Set.of(), "d", Set.of("a")));
        passHearing(STEP_MS, "b", "c", "d");
        assertThat(view.hasAnswered("d")).isTrue();
        assertThat(stores()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whoHasNoGatewayCannotAnswerAndCounts() {
        members.add("d");
        gateways.addAll(List.of("a", "b", "c"));
        pass(400);
        assertThat(view.hasAnswered("d")).isTrue();
        pass(20_000);
        assertThat(view.unheard()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void whoeverHasHadNoAnswerAtAllKnowsIt() {
        ReachedView begun = view();
        begun.look(now);
        assertThat(begun.isUnanswered(living::contains)).isTrue();
        assertThat(begun.isUnanswered(node -> false)).as("the others are gone").isFalse();
        begun.heard("c");
        assertThat(begun.isUnanswered(living::contains)).isFalse();
    }

    @Test
    void whileThisNodeStoodStillNobodyWasSilent() {
        pass(400);
        now += 60_000;
        view.look(now);
        assertThat(stores()).containsExactly("a", "b", "c");
    }

    @Test
    void theNodeItselfAlwaysCounts() {
        view.heard("a");
        view.said(Map.of("b", Set.of("a"), "c", Set.of("a")));
        pass(10_000);
        assertThat(stores()).containsExactly("a");
    }

    @Test
    void whoLeavesAndComesBackBeginsAnew() {
        pass(4_000);
        members.remove("b");
        pass(400);
        members.add(1, "b");
        view.said(Map.of("c", Set.of("a", "b"), "b", Set.of("c")));
        pass(400);
        assertThat(stores()).containsExactly("a", "b");
        assertThat(view.unheard()).containsExactly("c");
    }

    private final class Members implements ClusterView {
        @Override
        public String self() {
            return "a";
        }

        @Override
        public List<String> nodes(Role role) {
            return role == Role.GATEWAY && !gateways.isEmpty() ? List.copyOf(gateways) : List.copyOf(members);
        }

        @Override
        public void onChange(Runnable handler) {
            // the test changes them
        }
    }
}
