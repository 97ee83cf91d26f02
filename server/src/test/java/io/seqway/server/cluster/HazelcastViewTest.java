package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HazelcastViewTest {
    private final Map<String, Set<Role>> members = new TreeMap<>(Map.of("b", EnumSet.allOf(Role.class)));
    private final HazelcastView view = new HazelcastView("b", () -> members);
    private final List<String> changes = new ArrayList<>();

    @Test
    void theMembersAreThereFromTheStart() {
        assertThat(view.self()).isEqualTo("b");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("b");
    }

    @Test
    void aMemberThatComesIsListedSortedUnderItsRolesOnly() {
        members.put("a", EnumSet.of(Role.MESSAGE_STORE));
        view.nodeAdded("a");

        assertThat(view.nodes(Role.MESSAGE_STORE)).containsExactly("a", "b");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("b");
    }

    @Test
    void handlersAreCalledAfterTheChangeAndOnlyForOne() {
        view.onChange(() -> changes.add(view.nodes(Role.PRESENCE).toString()));

        view.refresh();
        members.put("c", EnumSet.of(Role.PRESENCE));
        view.nodeAdded("c");
        view.refresh();
        members.remove("c");
        view.nodeLeft("c");

        assertThat(changes).containsExactly("[b, c]", "[b]");
    }

    @Test
    void aChangeWhoseEventWasLostIsSeenByTheNextRefresh() {
        view.onChange(() -> changes.add("changed"));
        members.put("a", EnumSet.of(Role.GATEWAY));

        view.refresh();

        assertThat(changes).containsExactly("changed");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("a", "b");
    }

    @Test
    void rolesTravelAsTextAndUnknownOnesAreLeftOut() {
        assertThat(Members.parse(Members.write(EnumSet.allOf(Role.class)))).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Members.parse("gateway,archive")).containsExactly(Role.GATEWAY);
    }

    @Test
    void aNodeThatIsAloneIsTheOnlyOneOfItsRoles() {
        LoneView alone = new LoneView("x", EnumSet.of(Role.GATEWAY, Role.MESSAGE_STORE));

        assertThat(alone.nodes(Role.MESSAGE_STORE)).containsExactly("x");
        assertThat(alone.nodes(Role.PRESENCE)).isEmpty();
    }
}
