package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HazelcastViewTest {
    private final List<Peer> members = new ArrayList<>(List.of(peer("b", EnumSet.allOf(Role.class))));
    private final HazelcastView view = new HazelcastView("b", () -> members);
    private final List<String> changes = new ArrayList<>();

    private static Peer peer(String node, Set<Role> roles) {
        return new Peer(node, "10.0.0.1:5702", roles, Optional.empty());
    }

    @Test
    void theMembersAreThereFromTheStart() {
        assertThat(view.self()).isEqualTo("b");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("b");
    }

    @Test
    void aMemberThatComesIsListedSortedUnderItsRolesOnly() {
        members.add(peer("a", EnumSet.of(Role.MESSAGE_STORE)));
        view.nodeAdded("a");

        assertThat(view.nodes(Role.MESSAGE_STORE)).containsExactly("a", "b");
        assertThat(view.nodes(Role.GATEWAY)).containsExactly("b");
    }

    @Test
    void handlersAreCalledAfterTheChangeAndOnlyForOne() {
        view.onChange(() -> changes.add(view.nodes(Role.PRESENCE).toString()));

        view.refresh();
        members.add(peer("c", EnumSet.of(Role.PRESENCE)));
        view.nodeAdded("c");
        view.refresh();
        members.removeIf(peer -> peer.node().equals("c"));
        view.nodeLeft("c");

        assertThat(changes).containsExactly("[b, c]", "[b]");
    }

    @Test
    void aChangeWhoseEventWasLostIsSeenByTheNextRefresh() {
        view.onChange(() -> changes.add("changed"));
        members.add(peer("a", EnumSet.of(Role.GATEWAY)));

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
