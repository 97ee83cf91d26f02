package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.PresenceMessage.Leased;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hub has a lease with presence, under a name that it never uses again once it was lost. */
class SourceLeaseTest {
    private final AnsweringPresence presence = new AnsweringPresence();
    private int begun;
    private int moved;
    private final SourceLease lease = new SourceLease(presence, presence, "self/0", () -> begun++, () -> moved++);

    @Test
    void itBeginsOnceAndIsRenewedFromThenOn() {
        lease.renew();
        assertThat(lease.held()).isTrue();
        lease.renew();

        assertThat(presence.leases).extracting(said -> said.begins()).containsExactly(true, false);
        assertThat(presence.leases).extracting(said -> said.source()).containsOnly(lease.source());
        assertThat(begun).isEqualTo(1);
        assertThat(moved).isEqualTo(1);
    }

    @Test
    void oneThatIsNotKnownAnyMoreIsBegunAnewUnderAnotherName() {
        lease.renew();
        String before = lease.source();
        presence.forgetsOnce = true;
        lease.renew();

        assertThat(lease.source()).isNotEqualTo(before);
        assertThat(presence.leases.get(presence.leases.size() - 1).begins()).isTrue();
        assertThat(begun).as("all is said again").isEqualTo(2);
    }

    @Test
    void withoutAStoreNothingBeginsAndNothingIsLost() {
        presence.leased = new Leased(false, true);
        lease.renew();
        assertThat(lease.held()).isFalse();

        presence.leased = new Leased(true, true);
        lease.renew();
        String name = lease.source();
        presence.leased = new Leased(false, true);
        lease.renew();

        assertThat(lease.held()).isTrue();
        assertThat(lease.source()).isEqualTo(name);
    }

    @Test
    void itGoesToTheNodeItselfAndToAnotherOneIfThatDoesNotAnswer() {
        presence.nodes.addAll(List.of("other", "third"));
        lease.renew();
        assertThat(presence.asked).containsExactly("presence.self");

        presence.silent = true;
        lease.renew();
        presence.silent = false;
        lease.renew();

        assertThat(presence.asked).endsWith("presence.self", "presence.other");
        assertThat(lease.node()).isEqualTo("other");
        assertThat(moved).as("changes come from elsewhere now").isEqualTo(2);
    }

    @Test
    void itGoesToAnotherNodeAtOnceIfItsOwnHasLostTheStore() {
        presence.nodes.addAll(List.of("other", "third"));
        presence.withoutStore.addAll(List.of("presence.self", "presence.other"));
        lease.renew();

        assertThat(presence.asked).containsExactly("presence.self", "presence.other", "presence.third");
        assertThat(lease.held()).isTrue();
        assertThat(lease.node()).isEqualTo("third");
        presence.withoutStore.clear();
        lease.renew();
        assertThat(lease.node()).as("it comes home").isEqualTo("self");
    }

    @Test
    void whereNoNodeHasAStoreEachIsAskedOnceAtATime() {
        presence.nodes.addAll(List.of("other", "third"));
        presence.leased = new Leased(false, true);
        lease.renew();

        assertThat(presence.asked).containsExactly("presence.self", "presence.other", "presence.third");
        assertThat(lease.held()).isFalse();
        lease.renew();
        assertThat(presence.asked).hasSize(6);
    }

    @Test
    void whereNoNodeOfPresenceIsNobodyIsAsked() {
        presence.nodes.clear();
        lease.renew();

        assertThat(presence.asked).isEmpty();
    }

    @Test
    void aNodeOfTheVersionBeforeDoesNotAnswerAndIsSpokenToAllTheSame() {
        presence.silent = true;
        lease.renew();

        assertThat(lease.held()).isTrue();
    }
}
