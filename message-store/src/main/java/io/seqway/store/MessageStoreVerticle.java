package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.BusMessage.Ends;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Page;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.BusMessage.Watched;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.interest.Interest;
import io.seqway.store.mongo.LogSchema;
import io.seqway.store.mongo.MongoConnection;
import io.seqway.store.mongo.MongoRoomLog;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message store of a node: takes messages for the rooms it owns, appends them to their logs, and sends what was
 * appended to the gateway nodes that watch those rooms. Everything of it happens on one event loop.
 */
public final class MessageStoreVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MessageStoreVerticle.class);

    private static final long SWEEP_MS = 1_000;
    private static final long PROBE_MS = 5_000;
    private static final long INTEREST_MS = 15_000;
    private static final long UNUSED_MS = 60_000;

    private final StoreOptions options;
    private final ClusterView view;
    private final Ownership ownership;
    private final Interest interest = new Interest(INTEREST_MS);
    private final Deliveries deliveries = new Deliveries(interest, this::flushSoon);

    private MongoClient client;
    private Sequencer sequencer;
    private MessageConsumer<BusMessage> consumer;
    private volatile boolean ready;

    public MessageStoreVerticle(StoreOptions options, ClusterView view) {
        this.options = options;
        this.view = view;
        this.ownership = new Ownership(view);
    }

    /** Whether MongoDB answers; safe to call from any thread. */
    public boolean ready() {
        return ready;
    }

    @Override
    public Future<?> start() {
        client = MongoConnection.open(vertx, options);
        return new LogSchema(client).prepare().compose(this::warnIfAlone).compose(this::serve);
    }

    @Override
    public Future<?> stop() {
        ready = false;
        Future<Void> unregistered = consumer == null ? Future.succeededFuture() : consumer.unregister();
        return unregistered.eventually(() -> client == null ? Future.succeededFuture() : client.close());
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
        sequencer = new Sequencer(
                new MongoRoomLog(client),
                token,
                System::currentTimeMillis,
                (delayMs, task) -> vertx.setTimer(delayMs, id -> task.run()),
                deliveries);
        view.onChange(() -> context.runOnContext(v -> release()));
        vertx.setPeriodic(SWEEP_MS, id -> sweep());
        vertx.setPeriodic(PROBE_MS, id -> probe());
        consumer = vertx.eventBus().consumer(Addresses.store(view.self()), message -> handle(message.body()));
        return consumer.completion().onSuccess(registered -> ready = true);
    }

    private void handle(BusMessage message) {
        if (message instanceof BusMessage.Submit submit) {
            submit(submit.submissions());
        } else if (message instanceof BusMessage.Watch watch) {
            watch.rooms().forEach(room -> watch(watch.node(), room));
        } else if (message instanceof BusMessage.Unwatch unwatch) {
            unwatch.rooms().forEach(room -> interest.end(room, unwatch.node()));
        } else if (message instanceof BusMessage.Read read) {
            read(read);
        } else {
            LOG.warn(
                    "a message that is not for a message store: {}",
                    message.getClass().getSimpleName());
        }
    }

    private void submit(List<Submission> submissions) {
        List<Submission> own = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            if (ownership.owns(submission.room())) {
                own.add(submission);
            } else {
                deliveries.answer(new Outcome(
                        submission.replyTo(), submission.room(), null, 0, 0, false, BusMessage.NOT_OWNER, null, 0));
            }
        }
        sequencer.submit(own);
    }

    private void watch(String node, Watched watched) {
        if (!ownership.owns(watched.room())) {
            return; // the node asks again, by its own view of the members
        }
        interest.confirm(watched.room(), node, monotonicMs());
        sequencer
                .ends(watched.room())
                .compose(page -> watched.last() > page.head()
                        ? sequencer.endsAfterFreshLook(watched.room())
                        : Future.succeededFuture(page))
                .onSuccess(page -> {
                    if (watched.last() != page.head() || !page.epoch().equals(watched.epoch())) {
                        deliveries.ends(node, new Ends(watched.room(), page.epoch(), page.floor(), page.head()));
                    }
                })
                .onFailure(e -> LOG.warn("the log of a watched room cannot be read: {}", e.toString()));
    }

    private void read(BusMessage.Read read) {
        if (!ownership.owns(read.room())) {
            send(read, new Page(read.replyTo(), read.room(), null, 0, 0, 0, null, BusMessage.NOT_OWNER));
            return;
        }
        page(read)
                .onSuccess(page -> send(
                        read,
                        new Page(
                                read.replyTo(),
                                read.room(),
                                page.epoch(),
                                page.floor(),
                                page.head(),
                                page.first(),
                                page.frames(),
                                null)))
                .onFailure(e -> {
                    LOG.warn("a page cannot be read: {}", e.toString());
                    String error = ErrorCode.UNAVAILABLE.text();
                    send(read, new Page(read.replyTo(), read.room(), null, 0, 0, 0, null, error));
                });
    }

    private Future<Sequencer.Page> page(BusMessage.Read read) {
        if (read.before() >= 0) {
            return sequencer.before(read.room(), read.before(), read.limit(), read.maxBytes());
        }
        return sequencer
                .ends(read.room())
                .compose(page -> read.after() > page.head()
                        ? sequencer.endsAfterFreshLook(read.room())
                        : Future.succeededFuture(page))
                .compose(page -> sequencer.after(read.room(), read.after(), read.limit(), read.maxBytes()));
    }

    private void send(BusMessage.Read read, Page page) {
        vertx.eventBus().send(Addresses.gateway(read.replyTo().node()), page, BusCodec.OPTIONS);
    }

    private void flushSoon() {
        context.runOnContext(v -> deliveries.flush(
                (node, delivery) -> vertx.eventBus().send(Addresses.gateway(node), delivery, BusCodec.OPTIONS)));
    }

    private void release() {
        ownership.refresh();
        interest.retain(ownership::owns);
        sequencer.release(ownership::owns);
    }

    private void sweep() {
        interest.expire(monotonicMs());
        release();
        sequencer.forgetUnused(System.currentTimeMillis() - UNUSED_MS, interest::in);
        client.runCommand("ping", new JsonObject().put("ping", 1)).onComplete(pong -> ready = pong.succeeded());
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void probe() {
        sequencer
                .probe(List.copyOf(interest.rooms()))
                .onFailure(e -> LOG.warn("the logs cannot be probed: {}", e.toString()));
    }
}
