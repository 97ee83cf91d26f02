package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
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
import io.seqway.store.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What gateways ask of streams, and have stored there. */
final class StreamQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(StreamQuestions.class);

    private final Streams streams;

    StreamQuestions(Streams streams) {
        this.streams = streams;
    }

    /** Answers a message, sooner or later, if it is about streams. */
    boolean handle(Message<BusMessage> message) {
        Future<? extends BusMessage> answer = answer(message.body());
        if (answer == null) {
            return false;
        }
        answer.onSuccess(said -> message.reply(said, BusCodec.OPTIONS))
                .onFailure(e -> message.reply(refused(e), BusCodec.OPTIONS));
        return true;
    }

    private Future<? extends BusMessage> answer(BusMessage asked) {
        if (asked instanceof PutChunk chunk) {
            return streams.put(chunk).map(ChunkStored::new);
        } else if (asked instanceof AskStream about) {
            return streams.find(about.user(), about.stream()).map(StreamQuestions::found);
        } else if (asked instanceof ReadChunk read) {
            return streams.read(read.user(), read.stream(), read.incarnation(), read.seq())
                    .map(chunk ->
                            chunk == null ? new ChunkFound(null, null) : new ChunkFound(chunk.payload(), chunk.meta()));
        } else if (asked instanceof RemoveStream removed) {
            return streams.remove(removed.user(), removed.stream()).map(StreamRemoved::new);
        }
        return null;
    }

    private static StreamFound found(Streams.Found found) {
        return new StreamFound(
                found.incarnation(),
                found.state().chunks().next(),
                found.state().chunks().ahead(),
                found.state().last(),
                found.state().bytes(),
                found.state().contentType());
    }

    private static Refused refused(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return new Refused(refusal.code().text(), refusal.getMessage(), refusal.limit(), refusal.retryAfterMs());
        }
        LOG.error("a question about a stream could not be answered", cause);
        return new Refused(ErrorCode.INTERNAL.text(), "internal error", null, 0);
    }
}
