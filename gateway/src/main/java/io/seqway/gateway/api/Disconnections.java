package io.seqway.gateway.api;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage.Disconnect;
import io.seqway.protocol.bus.NodeMessage.Disconnected;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Objects;

/** Closes the connections of a user on all nodes, and says which of them have done so. Safe to use from any thread. */
public final class Disconnections {
    private static final DeliveryOptions ASK = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(3_000);

    private final EventBus bus;
    private final ClusterView view;

    /**
     * What became of it.
     *
     * @param connections closed on the nodes that answered
     * @param nodes how many answered
     * @param silentNodes how many did not, in 3 s: those of an older version never do
     */
    record Result(int connections, int nodes, int silentNodes) {}

    public Disconnections(EventBus bus, ClusterView view) {
        this.bus = bus;
        this.view = view;
    }

    Future<Result> close(String userId, String reason) {
        Disconnect message = new Disconnect(userId, reason);
        List<Future<Integer>> answers = view.nodes(Role.GATEWAY).stream()
                .map(node -> bus.<BusMessage>request(Addresses.gateway(node), message, ASK)
                        .map(reply -> reply.body() instanceof Disconnected done ? done.connections() : null)
                        .otherwiseEmpty())
                .toList();
        return Future.join(answers).map(all -> {
            List<Integer> closed =
                    all.<Integer>list().stream().filter(Objects::nonNull).toList();
            return new Result(
                    closed.stream().mapToInt(Integer::intValue).sum(), closed.size(), answers.size() - closed.size());
        });
    }
}
