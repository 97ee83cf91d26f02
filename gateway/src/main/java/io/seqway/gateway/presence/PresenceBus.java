package io.seqway.gateway.presence;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** The way of questions to other nodes. */
@FunctionalInterface
public interface PresenceBus {
    /** How long an answer is waited for, in ms. */
    long ANSWER_MS = 5_000;

    /** Asks one node; fails if it does not answer in time. */
    Future<BusMessage> ask(String address, BusMessage question);

    /** Asks a node of presence. */
    default Future<BusMessage> askPresence(String node, BusMessage question) {
        return ask(Addresses.presence(node), question);
    }

    static PresenceBus over(EventBus bus) {
        DeliveryOptions options = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(ANSWER_MS);
        return (address, question) ->
                bus.<BusMessage>request(address, question, options).map(reply -> reply.body());
    }
}
