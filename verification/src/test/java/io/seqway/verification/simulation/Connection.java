package io.seqway.verification.simulation;

import io.seqway.gateway.room.Hub;
import io.seqway.gateway.room.ReplaySlots;
import io.seqway.gateway.room.Subscriber;
import io.seqway.gateway.room.Subscription;
import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.frame.Position;
import io.seqway.protocol.frame.ServerFrames;
import io.seqway.protocol.frame.ServerFrames.Joined;
import io.vertx.core.AsyncResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A client's connection to one hub of a gateway: both ends of it, with the time that frames take and their loss when it
 * breaks.
 */
final class Connection implements Subscriber {
    private static final int REPLAYS = 8;

    private final World world;
    private final String user;
    private final GatewayNode gateway;
    private final int process;
    private final Hub hub;
    private final Consumer<byte[]> received;
    private final ReplaySlots replaySlots = new ReplaySlots(REPLAYS);
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private long lastUp;
    private long lastDown;
    private long fullUntil;
    private boolean closed;

    Connection(String user, World world, GatewayNode gateway, Consumer<byte[]> received) {
        this.user = user;
        this.world = world;
        this.gateway = gateway;
        this.process = gateway.life();
        this.hub = gateway.hub();
        this.received = received;
    }

    boolean isClosed() {
        return closed;
    }

    GatewayNode gateway() {
        return gateway;
    }

    /** Ends both ends; the gateway's hears of it as soon as it can. */
    void close() {
        if (!closed) {
            closed = true;
            gateway.on(process, () -> subscriptions.values().forEach(Subscription::end));
        }
    }

    /** From now on the client does not read, for so many ms. */
    void doNotRead(long ms) {
        fullUntil = world.clock().now() + ms;
    }

    void join(String room, Position position, Consumer<AsyncResult<Joined>> joined) {
        up(() -> {
            Subscription subscription = hub.join(room, position, 0, this);
            subscriptions.put(room, subscription);
            subscription.joined().onComplete(result -> down(() -> joined.accept(result)));
        });
    }

    void send(Outgoing message, Author author, Consumer<Outcome> answered) {
        up(() -> hub.submissions()
                .submit(message.submission(author), this, outcome -> down(() -> answered.accept(outcome))));
    }

    @Override
    public String userId() {
        return user;
    }

    @Override
    public void write(byte[] frame) {
        down(() -> received.accept(frame));
    }

    @Override
    public void write(Broadcast frames) {
        frames.texts().forEach(this::write);
    }

    @Override
    public boolean isFull() {
        return world.clock().now() < fullUntil;
    }

    @Override
    public void onceDrained(Runnable task) {
        world.clock().at(fullUntil, () -> {
            if (!closed) {
                gateway.on(process, task);
            }
        });
    }

    @Override
    public ReplaySlots replaySlots() {
        return replaySlots;
    }

    @Override
    public void lagging(String room, boolean begins) {
        write(ServerFrames.lagging(List.of(room), begins ? "begin" : "end"));
    }

    private void up(Runnable task) {
        lastUp = Math.max(lastUp, world.clock().now() + world.between(0, 3));
        world.clock()
                .at(
                        lastUp,
                        () -> gateway.on(process, () -> {
                            if (!closed) {
                                task.run();
                            }
                        }));
    }

    private void down(Runnable task) {
        lastDown = Math.max(lastDown, world.clock().now() + world.between(0, 3));
        world.clock().at(lastDown, () -> {
            if (!closed) {
                task.run();
            }
        });
    }
}
