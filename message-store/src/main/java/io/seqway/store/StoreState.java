package io.seqway.store;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage.RoomReport;
import io.seqway.protocol.bus.NodeMessage.RoomState;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.delivery.Outflows;
import io.seqway.store.interest.Interest;
import io.seqway.store.ownership.Assignment.Owner;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a message store tells those who look after it; on its loop. */
record StoreState(ClusterView view, Ownership ownership, Sequencer sequencer, Interest interest, Outflows outflows) {

    /** What this node knows of a room. Fails if it is the owner and the log does not answer. */
    Future<BusMessage> ofRoom(String room) {
        int partition = Partitions.of(room);
        Owner owner = ownership.owner(partition);
        boolean leased = ownership.lasts();
        Future<RoomState> state = ownership.owns(room) && leased
                ? sequencer.state(room, List.copyOf(interest.nodes(room)))
                : Future.succeededFuture();
        return state.map(log -> new RoomReport(view.self(), partition, owner.node(), owner.epoch(), leased, log));
    }

    /** All that it does. */
    JsonObject ofAll() {
        JsonObject owners = new JsonObject();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            String node = String.valueOf(ownership.owner(partition).node());
            if (!owners.containsKey(node)) {
                owners.put(node, new JsonArray());
            }
            owners.getJsonArray(node).add(partition);
        }
        return new JsonObject()
                .put("leased", ownership.lasts())
                .put("cutOff", ownership.isCutOff())
                .put("owned", ownership.owned().cardinality())
                .put("owners", owners)
                .put("rooms", sequencer.rooms())
                .put("waitingBytes", sequencer.waitingBytes())
                .put("pushedTo", outflows.state());
    }
}
