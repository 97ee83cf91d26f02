package io.seqway.presence;

import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.UserConnection;
import io.seqway.protocol.bus.PresenceMessage.Connected;
import io.seqway.protocol.bus.PresenceMessage.Connection;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Hands on which connections users have, and tells gateways which of theirs are too many. What is lost on the way is
 * said again by the gateways, and found to be too many again.
 */
final class ConnectionCaps {
    private final Intake<UserConnection, List<Superfluous>> intake;
    private final BiConsumer<String, Surplus> gateways;

    /** @param gateways sends to a gateway node */
    ConnectionCaps(ConnectionStore store, BooleanSupplier available, BiConsumer<String, Surplus> gateways) {
        this.gateways = gateways;
        intake = new Intake<>(
                UserConnection::session,
                (partition, said) -> store.take(Integer.parseInt(partition), said),
                available,
                (partition, superfluous) -> tell(superfluous));
    }

    void take(Connected said) {
        String source = source(said.node(), said.hub());
        for (Connection connection : said.connections()) {
            intake.add(
                    Integer.toString(Partitions.of(connection.user())),
                    new UserConnection(
                            source,
                            connection.user(),
                            connection.session(),
                            connection.order(),
                            connection.fresh(),
                            said.most(),
                            said.replace()));
        }
        intake.flush();
    }

    private void tell(List<Superfluous> superfluous) {
        Map<Hub, List<String>> byHub = new HashMap<>();
        for (Superfluous one : superfluous) {
            byHub.computeIfAbsent(Hub.of(one), hub -> new ArrayList<>()).add(one.session());
        }
        byHub.forEach((hub, sessions) ->
                gateways.accept(hub.node, new Surplus(hub.index, hub.replaced, List.copyOf(sessions))));
    }

    private static String source(String node, int hub) {
        return node + '/' + hub;
    }

    private record Hub(String node, int index, boolean replaced) {
        static Hub of(Superfluous one) {
            int slash = one.source().lastIndexOf('/');
            return new Hub(
                    one.source().substring(0, slash),
                    Integer.parseInt(one.source().substring(slash + 1)),
                    one.replaced());
        }
    }
}
