package io.seqway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.UserConnection;
import io.seqway.protocol.bus.PresenceMessage.Connected;
import io.seqway.protocol.bus.PresenceMessage.Connection;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.cluster.Partitions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What gateways say of connections reaches the store by the partitions of their users, and its answer those who have them. */
class ConnectionCapsTest {
    private final Map<Integer, List<UserConnection>> taken = new HashMap<>();
    private final Map<String, List<Surplus>> told = new HashMap<>();
    private Future<List<Superfluous>> answer = Future.succeededFuture(List.of());

    private final ConnectionCaps caps = new ConnectionCaps(
            new ConnectionStore() {
                @Override
                public Future<List<Superfluous>> take(int partition, List<UserConnection> said) {
                    taken.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(said);
                    return answer;
                }

                @Override
                public Future<Long> nowMicros() {
                    throw new UnsupportedOperationException();
                }
            },
            () -> false,
            (node, surplus) ->
                    told.computeIfAbsent(node, n -> new ArrayList<>()).add(surplus));

    private void say(Connection... connections) {
        caps.take(new Connected("g1", 3, 32, true, List.of(connections)));
    }

    @Test
    void wordsGoToThePartitionsOfTheirUsers() {
        say(new Connection("ann", "s1", 7, true), new Connection("bob", "s2", 0, false));

        assertThat(Partitions.of("ann")).isNotEqualTo(Partitions.of("bob"));
        assertThat(taken.get(Partitions.of("ann")))
                .containsExactly(new UserConnection("g1/3", "ann", "s1", 7, true, 32, true));
        assertThat(taken.get(Partitions.of("bob")))
                .containsExactly(new UserConnection("g1/3", "bob", "s2", 0, false, 32, true));
        assertThat(told).isEmpty();
    }

    @Test
    void eachHubIsToldOfItsOwn() {
        answer = Future.succeededFuture(List.of(
                new Superfluous("g1/3", "s1", true),
                new Superfluous("g2/0", "s2", true),
                new Superfluous("g1/3", "s3", true),
                new Superfluous("g1/12", "s4", false)));

        say(new Connection("ann", "s5", 7, true));

        assertThat(told.get("g1"))
                .containsExactlyInAnyOrder(
                        new Surplus(3, true, List.of("s1", "s3")), new Surplus(12, false, List.of("s4")));
        assertThat(told.get("g2")).containsExactly(new Surplus(0, true, List.of("s2")));
    }

    @Test
    void aStoreThatFailsCostsNobodyAConnection() {
        answer = Future.failedFuture("Redis is away");

        say(new Connection("ann", "s1", 7, true));

        assertThat(told).isEmpty();
    }
}
