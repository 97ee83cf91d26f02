package io.seqway.gateway.api;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage.AskRoom;
import io.seqway.protocol.bus.NodeMessage.AskUser;
import io.seqway.protocol.bus.NodeMessage.RoomReport;
import io.seqway.protocol.bus.NodeMessage.UserReport;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Asks all nodes of a role the same, and tells which of them said nothing. Safe to use from any thread. */
public final class Survey {
    private static final DeliveryOptions ASK = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(3_000);

    private final EventBus bus;
    private final ClusterView view;

    /**
     * What came back.
     *
     * @param silent the nodes that did not answer in 3 s: those of an older version never do
     */
    record Result<T>(List<T> answers, List<String> silent) {}

    public Survey(EventBus bus, ClusterView view) {
        this.bus = bus;
        this.view = view;
    }

    /** What all gateways know of a user. */
    Future<Result<UserReport>> ofUser(String user) {
        return ask(Role.GATEWAY, Addresses::gateway, new AskUser(user), UserReport.class);
    }

    /** What all message stores know of a room. */
    Future<Result<RoomReport>> ofRoom(String room) {
        return ask(Role.MESSAGE_STORE, Addresses::store, new AskRoom(room), RoomReport.class);
    }

    private <T extends BusMessage> Future<Result<T>> ask(
            Role role, UnaryOperator<String> address, BusMessage question, Class<T> type) {
        List<T> answers = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        Future<Void> asked = Future.succeededFuture();
        for (String node : view.nodes(role)) {
            Future<T> answer = bus.<BusMessage>request(address.apply(node), question, ASK)
                    .map(reply -> type.cast(reply.body()))
                    .otherwiseEmpty();
            asked = asked.compose(before -> answer).map(said -> {
                if (said == null) {
                    silent.add(node);
                } else {
                    answers.add(said);
                }
                return null;
            });
        }
        return asked.map(all -> new Result<>(answers, silent));
    }
}
