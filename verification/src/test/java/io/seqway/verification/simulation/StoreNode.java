package io.seqway.verification.simulation;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.MessageStore;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.retention.RetentionOptions;

/** A node with the real message store, on a simulated database. */
final class StoreNode extends SimulatedNode {
    static final long EPOCH_MS = 1_700_000_000_000L;
    private static final int SKEW_MS = 300_000;

    private final Network network;
    private final Database database;
    private final Variant variant;
    private final long skewMs;
    private MessageStore store;

    StoreNode(String id, World world, Network network, Database database, Variant variant) {
        super(id, world);
        this.network = network;
        this.database = database;
        this.variant = variant;
        this.skewMs = world.faults().happens(Fault.CLOCK_SKEW) ? world.between(-SKEW_MS, SKEW_MS) : 0;
    }

    @Override
    void boot(EventLoop real, SimulatedView members) {
        EventLoop loop = variant.loop(real);
        Ownership ownership = new Ownership(loop, members, new OwnershipClient(this, database));
        store = new MessageStore(
                loop,
                () -> EPOCH_MS + skewMs + world().clock().now(),
                variant.log(new DatabaseClient(this, database)),
                new CursorClient(),
                new RoomClient(),
                "t",
                members,
                ownership,
                (to, message) -> network.send(this, to, message),
                (to, message) -> network.send(this, to, message));
        store.start();
        if (!database.retention().equals(RetentionOptions.DEFAULTS)) {
            store.trim(new NoRules(), database.retention());
        }
        MessageStore booted = store;
        members.onChange(() -> loop.run(booted::membersChanged));
    }

    @Override
    void receive(BusMessage message) {
        store.handle(message);
    }
}
