package io.seqway.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.NodeMessage;
import io.seqway.protocol.bus.PresenceMessage.AskSeen;
import io.seqway.protocol.bus.PresenceMessage.Seen;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.metrics.MeasuredCursorStore;
import io.seqway.store.metrics.StoreMetrics;
import io.seqway.store.mongo.Durability;
import io.seqway.store.mongo.LogSchema;
import io.seqway.store.mongo.MongoConnection;
import io.seqway.store.mongo.MongoCursorStore;
import io.seqway.store.mongo.MongoOwnershipStore;
import io.seqway.store.mongo.MongoRoomLog;
import io.seqway.store.mongo.MongoRoomRules;
import io.seqway.store.mongo.MongoRoomStore;
import io.seqway.store.mongo.MongoSeenStore;
import io.seqway.store.mongo.MongoStreamStore;
import io.seqway.store.mongo.NodeNotes;
import io.seqway.store.mongo.SchemaWatch;
import io.seqway.store.mongo.StreamSchema;
import io.seqway.store.mongo.WatchedRoomLog;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.seen.LastSeen;
import io.seqway.store.stream.Sha256;
import io.seqway.store.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.net.InetAddress;
import java.security.SecureRandom;

/** The message store of a node: {@link MessageStore} with MongoDB on one side and the event bus on the other. */
public final class MessageStoreVerticle extends VerticleBase {
    private static final long LOOK_MS = 1_000;
    private static final long FORGET_MS = 5_000;

    private final StoreOptions options;
    private final ClusterView view;
    private final StoreMetrics metrics;

    private MongoClient client;
    private MongoClient vital;
    private StreamSchema streamSchema;
    private MessageConsumer<BusMessage> consumer;
    private SchemaWatch watch;
    private NodeNotes notes;
    private Future<String> host;
    private MessageStore store;
    private LastSeen lastSeen;
    private StreamQuestions streams;
    private boolean stopping;
    private volatile Ownership ownership;

    /** @param registry where it counts what it does */
    public MessageStoreVerticle(StoreOptions options, ClusterView view, MeterRegistry registry) {
        this.options = options;
        this.metrics = new StoreMetrics(registry);
        this.view = view;
    }

    /** Why messages cannot be stored now: one line, or {@code null} if they can. Safe to call from any thread. */
    public String problem() {
        Ownership known = ownership;
        if (known == null) {
            return "not started";
        }
        if (watch.problem() != null) {
            return watch.problem();
        }
        if (known.isCutOff()) {
            return "cut off from the nodes that own the rooms";
        }
        if (known.isUnanswered()) {
            return "no other node has answered over the event bus yet (its port is cluster-port + 1)";
        }
        return known.lasted() ? null : "MongoDB has not taken this node's beat for a while";
    }

    @Override
    public Future<?> start() {
        client = MongoConnection.open(vertx, options);
        vital = MongoConnection.openVital(vertx, options);
        watch = new SchemaWatch(vital, options.database());
        metrics.state("seqway.mongodb.available", "Whether MongoDB has a primary that answers", watch::answers);
        metrics.state("seqway.store.writable", "Whether messages can be stored now", () -> problem() == null);
        streamSchema = new StreamSchema(client, options.database());
        return new Durability(vertx, client, options)
                .check()
                .compose(checked -> new LogSchema(client, options.database()).prepare())
                .compose(token -> new MongoCursorStore(client).prepare().map(token))
                .compose(token -> new MongoRoomStore(client).prepare().map(token))
                .compose(token -> watch.look().map(token))
                .compose(token -> streamSchema.check().map(token))
                .compose(this::serve);
    }

    /**
     * Gives all rooms to other nodes, while this one still says who has them; for the beginning of a planned stop, on any
     * thread.
     */
    public Future<Void> leave() {
        Promise<Void> left = Promise.promise();
        context.runOnContext(v -> store.leave().onComplete(left));
        return left.future();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        Future<Void> stopped = store == null ? Future.succeededFuture() : store.stop();
        return stopped.eventually(() -> notes == null ? Future.succeededFuture() : notes.remove(view))
                .eventually(() -> lastSeen == null ? Future.succeededFuture() : lastSeen.flush())
                .eventually(() -> consumer == null ? Future.succeededFuture() : consumer.unregister())
                .eventually(() -> vital == null ? Future.succeededFuture() : vital.close())
                .eventually(() -> client == null ? Future.succeededFuture() : client.close());
    }

    /** Nothing is asked of MongoDB any more that its client would have to be closed amid. */
    private Runnable untilStopped(Runnable look) {
        return () -> {
            if (!stopping) {
                look.run();
            }
        };
    }

    /** What this node does as a message store, for those who look after it; from any thread, once it is deployed. */
    public Future<JsonObject> state() {
        Promise<JsonObject> state = Promise.promise();
        context.runOnContext(v -> state.complete(store.state().ofAll()));
        return state.future();
    }

    private void note() {
        host.onSuccess(name -> notes.write(view, name, System::currentTimeMillis));
    }

    private void handle(Message<BusMessage> message) {
        if (message.body() instanceof NodeMessage.AskRoom asked) {
            store.state().ofRoom(asked.room()).onSuccess(report -> message.reply(report, BusCodec.OPTIONS));
        } else if (message.body() instanceof Seen seen) {
            lastSeen.take(seen.users());
        } else if (message.body() instanceof AskSeen asked) {
            lastSeen.read(asked.users())
                    .onSuccess(users -> message.reply(new Seen(users), BusCodec.OPTIONS))
                    .onFailure(e -> message.fail(0, e.getMessage()));
        } else if (!streams.handle(message)) {
            store.handle(message.body());
        }
    }

    private Future<Void> serve(String token) {
        EventLoop loop = EventLoop.of(context);
        ownership = new Ownership(loop, view, new MongoOwnershipStore(vital));
        store = new MessageStore(
                loop,
                System::currentTimeMillis,
                new WatchedRoomLog(new MongoRoomLog(client), watch, metrics),
                new MeasuredCursorStore(new MongoCursorStore(client), metrics),
                new MongoRoomStore(client),
                options.maxMembers(),
                token,
                view,
                ownership,
                (node, message) -> vertx.eventBus().send(Addresses.gateway(node), message, BusCodec.OPTIONS),
                (node, message) -> vertx.eventBus().send(Addresses.store(node), message, BusCodec.OPTIONS),
                metrics);
        store.trim(new MongoRoomRules(client), options.retention());
        loop.every(LOOK_MS, untilStopped(watch::look));
        loop.every(LOOK_MS, untilStopped(streamSchema::look));
        notes = new NodeNotes(client);
        host = vertx.executeBlocking(() -> InetAddress.getLocalHost().getHostName())
                .otherwise("");
        loop.every(NodeNotes.EVERY_MS, untilStopped(this::note));
        streams = streams(loop);
        lastSeen = new LastSeen(new MongoSeenStore(client));
        loop.every(LastSeen.FLUSH_MS, lastSeen::flush);
        consumer = vertx.eventBus().consumer(Addresses.store(view.self()), this::handle);
        view.onChange(() -> loop.run(() -> {
            store.membersChanged();
            note();
        }));
        return consumer.completion().compose(registered -> store.start()).onSuccess(started -> note());
    }

    private StreamQuestions streams(EventLoop loop) {
        SecureRandom random = new SecureRandom();
        Streams kept = new Streams(
                loop,
                System::currentTimeMillis,
                new MongoStreamStore(client, streamSchema),
                options.streams(),
                () -> Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX),
                payload -> vertx.executeBlocking(() -> Sha256.hex(payload), false));
        loop.every(FORGET_MS, kept::forgetUnused);
        return new StreamQuestions(kept);
    }
}
