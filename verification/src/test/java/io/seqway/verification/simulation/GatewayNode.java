package io.seqway.verification.simulation;

import io.seqway.gateway.room.Feed;
import io.seqway.gateway.room.Hub;
import io.seqway.gateway.store.StoreLink;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** A node with the real feed, hubs and cursors of a gateway, and no sockets. */
final class GatewayNode extends SimulatedNode {
    private static final int HUBS = 2;

    private final Network network;
    private final Variant variant;
    private final List<Runnable> onceCrashed = new ArrayList<>();
    private Feed feed;
    private List<Hub> hubs;

    GatewayNode(String id, World world, Network network, Variant variant) {
        super(id, world);
        this.variant = variant;
        this.network = network;
    }

    @Override
    void boot(EventLoop real, SimulatedView members) {
        EventLoop loop = variant.gatewayLoop(real);
        feed = new Feed(loop, id(), link(members));
        feed.start();
        members.onChange(() -> loop.run(feed::membersChanged));
        hubs = new ArrayList<>();
        for (int i = 0; i < HUBS; i++) {
            Hub hub = new Hub(i, loop, id(), feed, link(members), presence -> {});
            hub.start();
            feed.add(hub);
            members.onChange(() -> loop.run(hub::membersChanged));
            hubs.add(hub);
        }
    }

    private StoreLink link(SimulatedView members) {
        return new StoreLink(members, (to, message) -> network.send(this, to, message));
    }

    @Override
    void receive(BusMessage message) {
        feed.handle(message);
    }

    @Override
    void crash() {
        super.crash();
        onceCrashed.forEach(Runnable::run);
        onceCrashed.clear();
    }

    /** One of the hubs, as the kernel would choose one for a new connection. */
    Hub hub() {
        return hubs.get(world().between(0, HUBS - 1));
    }

    /** Calls this when the process dies. */
    void onceCrashed(Runnable task) {
        onceCrashed.add(task);
    }
}
