package io.seqway.gateway.stream;

import io.seqway.gateway.metrics.StreamMetrics;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusCodec;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.StreamMessage.AskStream;
import io.seqway.protocol.bus.StreamMessage.ChunkFound;
import io.seqway.protocol.bus.StreamMessage.ChunkStored;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.bus.StreamMessage.ReadChunk;
import io.seqway.protocol.bus.StreamMessage.Refused;
import io.seqway.protocol.bus.StreamMessage.RemoveStream;
import io.seqway.protocol.bus.StreamMessage.StreamFound;
import io.seqway.protocol.bus.StreamMessage.StreamRemoved;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.frame.ClientFrame.Chunk;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Speaks to a message store about streams. Any of them can answer: the one of this node, if it has one, so that payloads
 * need not go over the network; else one that is chosen by the user, who so finds what is known of them there. One that did
 * not answer is left alone for a while if there are others. Belongs to one event loop.
 */
public final class StreamLink {
    private static final DeliveryOptions ASK = new DeliveryOptions(BusCodec.OPTIONS).setSendTimeout(10_000);
    private static final long MUTE_MS = 30_000;
    private static final long RETRY_AFTER_MS = 500;

    private final EventBus bus;
    private final ClusterView view;
    private final LongSupplier clock;
    private final StreamMetrics metrics;
    private final Map<String, Long> muteUntil = new HashMap<>();

    /** @param clock the time in ms of a monotonic clock */
    public StreamLink(EventBus bus, ClusterView view, LongSupplier clock, StreamMetrics metrics) {
        this.bus = bus;
        this.view = view;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Stores a chunk: whether it was stored before. Fails with a {@link Refusal}. */
    public Future<Boolean> put(String user, Chunk chunk) {
        PutChunk message = new PutChunk(
                user, chunk.stream(), chunk.seq(), chunk.contentType(), chunk.meta(), chunk.last(), chunk.payload());
        return ask(user, message, ChunkStored.class, unknown()).map(ChunkStored::duplicate);
    }

    /** What is stored of a stream; fails with a {@link Refusal}. */
    public Future<FoundStream> find(String user, String stream) {
        return ask(user, new AskStream(user, stream), StreamFound.class, unanswered())
                .map(found -> FoundStream.of(user, stream, found));
    }

    /** A chunk of a stream, whose payload is {@code null} if it is not there; fails with a {@link Refusal}. */
    public Future<ChunkFound> read(FoundStream stream, int seq) {
        ReadChunk read = new ReadChunk(stream.user(), stream.name(), stream.incarnation(), seq);
        return ask(stream.user(), read, ChunkFound.class, unanswered()).onSuccess(found -> {
            if (found.payload() != null) {
                metrics.read(found.payload().length);
            }
        });
    }

    /** Removes a stream: whether there was one. Fails with a {@link Refusal}. */
    public Future<Boolean> remove(String user, String stream) {
        return ask(user, new RemoveStream(user, stream), StreamRemoved.class, unknown())
                .map(StreamRemoved::found);
    }

    private <T> Future<T> ask(String user, BusMessage question, Class<T> type, Refusal silence) {
        String node = node(user);
        if (node == null) {
            return Future.failedFuture(unanswered());
        }
        return bus.<BusMessage>request(Addresses.store(node), question, ASK).transform(reply -> {
            if (reply.failed()) {
                return Future.failedFuture(failure(node, reply.cause(), silence));
            }
            BusMessage answer = reply.result().body();
            if (answer instanceof Refused refused) {
                return Future.failedFuture(refusal(refused));
            }
            return type.isInstance(answer) ? Future.succeededFuture(type.cast(answer)) : Future.failedFuture(silence);
        });
    }

    private Refusal failure(String node, Throwable cause, Refusal silence) {
        muteUntil.put(node, clock.getAsLong() + MUTE_MS);
        boolean unheard = cause instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS;
        return unheard ? unanswered() : silence;
    }

    private String node(String user) {
        List<String> nodes = view.nodes(Role.MESSAGE_STORE);
        muteUntil.values().removeIf(until -> until <= clock.getAsLong());
        List<String> speaking =
                nodes.stream().filter(node -> !muteUntil.containsKey(node)).toList();
        List<String> candidates = speaking.isEmpty() ? nodes : speaking;
        if (candidates.isEmpty() || candidates.contains(view.self())) {
            return candidates.isEmpty() ? null : view.self();
        }
        return candidates.get(Math.floorMod(user.hashCode(), candidates.size()));
    }

    private static Refusal refusal(Refused refused) {
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.text().equals(refused.code()))
                .findAny()
                .orElse(ErrorCode.INTERNAL);
        return new Refusal(code, refused.message(), refused.limit(), refused.retryAfterMs());
    }

    private static Refusal unknown() {
        return new Refusal(ErrorCode.TIMEOUT, "not known yet whether it is done: send it again as it is");
    }

    private static Refusal unanswered() {
        return new Refusal(ErrorCode.UNAVAILABLE, "no message store answers", null, RETRY_AFTER_MS);
    }
}
