package io.seqway.store;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.mongo.Durability;
import io.seqway.store.mongo.LogSchema;
import io.seqway.store.mongo.MongoConnection;
import io.seqway.store.mongo.MongoOwnershipStore;
import io.seqway.store.mongo.MongoRoomLog;
import io.seqway.store.mongo.SchemaWatch;
import io.seqway.store.mongo.WatchedRoomLog;
import io.seqway.store.ownership.Ownership;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.ext.mongo.MongoClient;

/** The message store of a node: {@link MessageStore} with MongoDB on one side and the event bus on the other. */
public final class MessageStoreVerticle extends VerticleBase {
    private static final long LOOK_MS = 1_000;

    private final StoreOptions options;
    private final ClusterView view;

    private MongoClient client;
    private MessageConsumer<BusMessage> consumer;
    private SchemaWatch watch;
    private MessageStore store;
    private volatile Ownership ownership;

    public MessageStoreVerticle(StoreOptions options, ClusterView view) {
        this.options = options;
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
        return known.lasted() ? null : "MongoDB has not taken this node's beat for a while";
    }

    @Override
    public Future<?> start() {
        client = MongoConnection.open(vertx, options);
        watch = new SchemaWatch(client, options.database());
        return new Durability(vertx, client, options)
                .check()
                .compose(checked -> new LogSchema(client, options.database()).prepare())
                .compose(token -> watch.look().map(token))
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
        Future<Void> stopped = store == null ? Future.succeededFuture() : store.stop();
        return stopped.eventually(() -> consumer == null ? Future.succeededFuture() : consumer.unregister())
                .eventually(() -> client == null ? Future.succeededFuture() : client.close());
    }

    private Future<Void> serve(String token) {
        EventLoop loop = EventLoop.of(context);
        ownership = new Ownership(loop, view, new MongoOwnershipStore(client));
        store = new MessageStore(
                loop,
                System::currentTimeMillis,
                new WatchedRoomLog(new MongoRoomLog(client), watch),
                token,
                view,
                ownership,
                (node, message) -> vertx.eventBus().send(Addresses.gateway(node), message, BusCodec.OPTIONS),
                (node, message) -> vertx.eventBus().send(Addresses.store(node), message, BusCodec.OPTIONS));
        loop.every(LOOK_MS, watch::look);
        consumer = vertx.eventBus().consumer(Addresses.store(view.self()), message -> store.handle(message.body()));
        view.onChange(() -> loop.run(store::membersChanged));
        return consumer.completion().compose(registered -> store.start());
    }
}
