package io.seqway.store;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.mongo.LogSchema;
import io.seqway.store.mongo.MongoConnection;
import io.seqway.store.mongo.MongoOwnershipStore;
import io.seqway.store.mongo.MongoRoomLog;
import io.seqway.store.ownership.Ownership;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message store of a node: {@link MessageStore} with MongoDB on one side and the event bus on the other. */
public final class MessageStoreVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MessageStoreVerticle.class);

    private final StoreOptions options;
    private final ClusterView view;

    private MongoClient client;
    private MessageConsumer<BusMessage> consumer;
    private MessageStore store;
    private volatile Ownership ownership;

    public MessageStoreVerticle(StoreOptions options, ClusterView view) {
        this.options = options;
        this.view = view;
    }

    /** Whether MongoDB lets this node serve; safe to call from any thread. */
    public boolean ready() {
        return ownership != null && ownership.lasted();
    }

    @Override
    public Future<?> start() {
        client = MongoConnection.open(vertx, options);
        return new LogSchema(client).prepare().compose(this::warnIfAlone).compose(this::serve);
    }

    @Override
    public Future<?> stop() {
        Future<Void> stopped = store == null ? Future.succeededFuture() : store.stop();
        return stopped.eventually(() -> consumer == null ? Future.succeededFuture() : consumer.unregister())
                .eventually(() -> client == null ? Future.succeededFuture() : client.close());
    }

    private Future<String> warnIfAlone(String token) {
        if (!options.strict()) {
            return Future.succeededFuture(token);
        }
        return client.runCommand("hello", new JsonObject().put("hello", 1)).map(hello -> {
            if (!hello.containsKey("setName") && !"isdbgrid".equals(hello.getString("msg"))) {
                LOG.warn("MongoDB is a single server and no replica set: what is acked is on one disk only");
            }
            return token;
        });
    }

    private Future<Void> serve(String token) {
        EventLoop loop = EventLoop.of(context);
        ownership = new Ownership(loop, view, new MongoOwnershipStore(client));
        store = new MessageStore(
                loop,
                System::currentTimeMillis,
                new MongoRoomLog(client),
                token,
                view,
                ownership,
                (node, message) -> vertx.eventBus().send(Addresses.gateway(node), message, BusCodec.OPTIONS));
        consumer = vertx.eventBus().consumer(Addresses.store(view.self()), message -> store.handle(message.body()));
        view.onChange(() -> loop.run(store::membersChanged));
        return consumer.completion().compose(registered -> store.start());
    }
}
