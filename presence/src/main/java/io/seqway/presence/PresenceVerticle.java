package io.seqway.presence;

import io.seqway.presence.redis.RedisPresenceStore;
import io.seqway.presence.store.Change;
import io.seqway.presence.store.Connections;
import io.seqway.presence.store.PresenceStore;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.AskClock;
import io.seqway.protocol.bus.BusMessage.Clock;
import io.seqway.protocol.bus.BusMessage.Connected;
import io.seqway.protocol.bus.BusMessage.Here;
import io.seqway.protocol.bus.BusMessage.PresenceChange;
import io.seqway.protocol.bus.BusMessage.Present;
import io.seqway.protocol.bus.BusMessage.Surplus;
import io.seqway.protocol.bus.BusMessage.Who;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presence of a node: takes from gateways who is connected to which room, tells them who came and went, and answers
 * who is there. All of it is on one event loop and may fail without anybody waiting: what a gateway said is said again,
 * and who asks while the store is away is told so.
 */
public final class PresenceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceVerticle.class);

    private static final long SWEEP_MS = 500;
    private static final int MAX_SWEEPS = 16;
    private static final long SWEEP_RETRY_MS = 1_000;

    private final ClusterView view;
    private final Function<Vertx, PresenceStore> stores;
    private final Sweep sweep;
    private PresenceStore store;
    private Intake<Connections, Change> intake;
    private ConnectionCaps caps;
    private MessageConsumer<BusMessage> consumer;
    private int sweeping;
    private volatile boolean listening;

    /** Presence in Redis. */
    public PresenceVerticle(PresenceOptions options, ClusterView view) {
        this(options, view, vertx -> new RedisPresenceStore(vertx, options));
    }

    PresenceVerticle(PresenceOptions options, ClusterView view, Function<Vertx, PresenceStore> stores) {
        this.view = view;
        this.stores = stores;
        this.sweep = new Sweep(options.leaseMs(), Sweep.MAX_ROOMS, PresenceVerticle::monotonicMs);
    }

    /** Whether presence can tell who is there; safe to call from any thread. */
    public boolean ready() {
        return listening && store.available();
    }

    /** Does not wait for the store: without it presence is unavailable until it comes. */
    @Override
    public Future<?> start() {
        store = stores.apply(vertx);
        intake = Intake.ofRooms(store, this::changed);
        caps = new ConnectionCaps(store.connections(), store::available, this::tell);
        store.open(sweep::restart);
        vertx.setPeriodic(SWEEP_MS, id -> {
            if (sweep.tick()) {
                sweep();
            }
        });
        consumer = vertx.eventBus().consumer(Addresses.presence(view.self()), this::handle);
        return consumer.completion().onSuccess(registered -> listening = true);
    }

    @Override
    public Future<?> stop() {
        listening = false;
        return consumer.unregister().eventually(store::close);
    }

    private void handle(Message<BusMessage> message) {
        if (message.body() instanceof Here here) {
            here.arrivals()
                    .forEach(arrival -> intake.add(
                            arrival.room(),
                            new Connections(here.node(), arrival.user(), arrival.name(), arrival.connections())));
            intake.flush();
        } else if (message.body() instanceof Who who) {
            answer(who.room()).onSuccess(present -> message.reply(present, BusCodec.OPTIONS));
        } else if (message.body() instanceof Connected said) {
            caps.take(said);
        } else if (message.body() instanceof AskClock) {
            store.connections()
                    .nowMicros()
                    .otherwise(0L)
                    .onSuccess(now -> message.reply(new Clock(now), BusCodec.OPTIONS));
        } else if (!(message.body() instanceof BusMessage.Unreadable)) {
            LOG.warn(
                    "a message that is not for presence: {}",
                    message.body().getClass().getSimpleName());
        }
    }

    private void tell(String gateway, Surplus surplus) {
        vertx.eventBus().send(Addresses.gateway(gateway), surplus, BusCodec.OPTIONS);
    }

    private Future<Present> answer(String room) {
        return intake.taken(room)
                .compose(taken -> store.present(room, !sweep.settled()))
                .map(users -> {
                    if (!sweep.knows(room)) {
                        sweep.schedule(room, 0); // its gateways and their presence node may all be gone
                    }
                    return new Present(room, users);
                })
                .otherwise(new Present(room, null));
    }

    private void changed(String room, Change change) {
        sweep.schedule(room, change.dueMs());
        if (change.any()) {
            PresenceChange news = new PresenceChange(room, change.online(), change.offline());
            view.nodes(Role.GATEWAY)
                    .forEach(node -> vertx.eventBus().send(Addresses.gateway(node), news, BusCodec.OPTIONS));
        }
    }

    private void sweep() {
        while (sweeping < MAX_SWEEPS && sweep.settled() && store.available()) {
            String room = sweep.poll();
            if (room == null) {
                return;
            }
            sweeping++;
            store.expire(room)
                    .onSuccess(change -> changed(room, change))
                    .onFailure(e -> sweep.schedule(room, SWEEP_RETRY_MS))
                    .onComplete(done -> {
                        sweeping--;
                        vertx.runOnContext(v -> sweep());
                    });
        }
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
