package io.seqway.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.seqway.presence.redis.RedisPresenceStore;
import io.seqway.presence.store.Gone;
import io.seqway.presence.store.PresenceListener;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Taken;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.AskClock;
import io.seqway.protocol.bus.PresenceMessage.AskSeen;
import io.seqway.protocol.bus.PresenceMessage.Clock;
import io.seqway.protocol.bus.PresenceMessage.Connected;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.protocol.bus.PresenceMessage.Seen;
import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.seqway.protocol.bus.PresenceMessage.Surplus;
import io.seqway.protocol.bus.PresenceMessage.Who;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presence of a node: takes from gateways who is connected to which room, tells them who came and went, and answers
 * who is there. All of it is on one event loop and may fail without anybody waiting: what was not taken is said again, and
 * who asks while the store is away is told so.
 */
public final class PresenceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceVerticle.class);

    private static final long SWEEP_MS = 500;
    private static final int MAX_SWEEPS = 16;
    private static final long SWEEP_RETRY_MS = 1_000;

    /** After this part of a lease all gateways that live have said so. */
    private static final int SETTLED_AFTER = 3;

    private final ClusterView view;
    private final PresenceMetrics metrics;
    private final Function<Vertx, PresenceStore> stores;
    private final Sweep sweep;
    private final Gateways gateways;
    private final Refill refill = new Refill();
    private final SharedReads<Present> pictures = new SharedReads<>();
    private PresenceStore store;
    private Words words;
    private DeadSources dead;
    private ConnectionCaps caps;
    private MessageConsumer<BusMessage> consumer;
    private int sweeping;
    private volatile boolean listening;

    /** Presence in Redis, which counts nothing. */
    public PresenceVerticle(PresenceOptions options, ClusterView view) {
        this(options, view, new CompositeMeterRegistry());
    }

    /** @param registry where it counts what it does */
    public PresenceVerticle(PresenceOptions options, ClusterView view, MeterRegistry registry) {
        this(
                options,
                view,
                registry,
                vertx -> new RedisPresenceStore(vertx, options),
                options.leaseMs() / SETTLED_AFTER,
                PresenceVerticle::monotonicMs);
    }

    /**
     * @param settleMs how long nobody is found absent after the start, and after the store was away
     * @param clockMs a clock that never goes back, in ms
     */
    PresenceVerticle(
            PresenceOptions options,
            ClusterView view,
            MeterRegistry registry,
            Function<Vertx, PresenceStore> stores,
            long settleMs,
            LongSupplier clockMs) {
        this.view = view;
        this.metrics = new PresenceMetrics(registry);
        this.stores = stores;
        this.sweep = new Sweep(settleMs, Sweep.MAX_ROOMS, clockMs);
        this.gateways = new Gateways(options.leaseMs(), clockMs);
    }

    /** Whether presence can tell who is there; safe to call from any thread. */
    public boolean ready() {
        return listening && store.available();
    }

    /** Does not wait for the store: without it presence is unavailable until it comes. */
    @Override
    public Future<?> start() {
        store = stores.apply(vertx);
        metrics.available(this::ready);
        words = new Words(store, this::taken, sweep::restart);
        dead = new DeadSources(store, this::isOwn, sweep::schedule);
        caps = new ConnectionCaps(store.connections(), store::available, this::tell);
        store.open(new PresenceListener() {
            @Override
            public void changed(PresenceChange change) {
                metrics.changed(change.online().size(), change.offline().size());
                gateways.listening().forEach(node -> send(node, change));
            }

            @Override
            public void available() {
                sweep.restart();
                refill.begin(view.nodes(Role.GATEWAY), PresenceVerticle.this::sayAgain);
            }
        });
        vertx.setPeriodic(SWEEP_MS, id -> {
            if (sweep.tick() && store.available()) {
                dead.look();
                sweep();
            }
        });
        view.onChange(
                () -> context.runOnContext(v -> sweep.restart())); // what was said to a node that went is said again
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
            take(here, message);
        } else if (message.body() instanceof Lease lease) {
            gateways.heard(lease.gateway());
            words.lease(lease).onSuccess(leased -> message.reply(leased, BusCodec.OPTIONS));
        } else if (message.body() instanceof Who who) {
            answer(who).onSuccess(present -> message.reply(present, BusCodec.OPTIONS));
        } else if (message.body() instanceof AskSeen asked) {
            store.lastSeen(asked.users())
                    .otherwise(List.of())
                    .onSuccess(seen -> message.reply(new Seen(seen), BusCodec.OPTIONS));
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

    private void take(Here here, Message<BusMessage> message) {
        if (message.replyAddress() != null && sweep.hearsOldWords()) {
            message.reply(new HereTaken(false, true), BusCodec.OPTIONS); // what still holds is said again
        } else if (message.replyAddress() != null) {
            words.take(here).onSuccess(taken -> message.reply(taken, BusCodec.OPTIONS));
        } else if (gateways.heardOfOld(here.node())) {
            words.begin(here.node()).onComplete(begun -> words.take(here));
        } else {
            words.take(here);
        }
    }

    private Future<?> sayAgain(String gateway, long limitMs) {
        DeliveryOptions options = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(limitMs);
        return vertx.eventBus().request(Addresses.gateway(gateway), new SayAgain(view.self()), options);
    }

    private void tell(String gateway, Surplus surplus) {
        send(gateway, surplus);
    }

    private void send(String gateway, BusMessage message) {
        vertx.eventBus().send(Addresses.gateway(gateway), message, BusCodec.OPTIONS);
    }

    private Future<Present> answer(Who who) {
        String room = who.room();
        if (!store.available()) {
            return Future.succeededFuture(Present.unavailable(room));
        }
        return refill.done()
                .compose(refilled -> words.taken(room))
                .transform(taken -> {
                    boolean overdueToo = !sweep.settled();
                    if (!who.users().isEmpty()) {
                        return store.find(room, overdueToo, who.users());
                    }
                    return who.limit() > 0
                            ? store.page(room, overdueToo, who.cursor(), who.limit())
                            : pictures.read(room, () -> store.present(room, overdueToo));
                })
                .onSuccess(present -> {
                    if (!sweep.knows(room)) {
                        sweep.schedule(room, 0); // its gateways and their presence node may all be gone
                    }
                })
                .otherwise(Present.unavailable(room));
    }

    private void taken(String room, Taken taken) {
        sweep.schedule(room, taken.dueMs());
    }

    /** Whether this node serves a room. */
    private boolean isOwn(String room) {
        return view.self().equals(Partitions.owner(Partitions.of(room), view.nodes(Role.PRESENCE)));
    }

    private void sweep() {
        while (sweeping < MAX_SWEEPS && sweep.settled() && store.available()) {
            String room = sweep.poll();
            if (room == null) {
                return;
            }
            sweeping++;
            store.expire(room)
                    .onSuccess(gone -> gone(room, gone))
                    .onFailure(e -> sweep.schedule(room, SWEEP_RETRY_MS))
                    .onComplete(done -> {
                        sweeping--;
                        vertx.runOnContext(v -> sweep());
                    });
        }
    }

    private void gone(String room, Gone gone) {
        sweep.schedule(room, gone.dueMs());
        Map<String, List<SeenUser>> byStore = new HashMap<>();
        for (SeenUser user : gone.users()) {
            String owner = Partitions.owner(Partitions.of(user.user()), view.nodes(Role.MESSAGE_STORE));
            if (owner != null) {
                byStore.computeIfAbsent(owner, node -> new ArrayList<>()).add(user);
            }
        }
        byStore.forEach(
                (node, users) -> vertx.eventBus().send(Addresses.store(node), new Seen(users), BusCodec.OPTIONS));
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
