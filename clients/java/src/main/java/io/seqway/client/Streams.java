package io.seqway.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are not finished, and how much waits in them. */
final class Streams {
    private final Client client;
    private final Map<String, Stream> all = new ConcurrentHashMap<>();
    private long queuedBytes;

    Streams(Client client) {
        this.client = client;
    }

    Stream of(String id, StreamOptions options) {
        return all.computeIfAbsent(id, name -> new Stream(name, options, client));
    }

    /** @throws SeqwayError of the kind {@code limit} */
    void admit(int bytes) {
        long max = client.options().maxQueuedBytes;
        if (queuedBytes + bytes > max) {
            throw SeqwayError.beyond("Too much is waiting to be sent.", "queue-full", "maxQueuedBytes=" + max);
        }
        queuedBytes += bytes;
    }

    void release(long bytes) {
        queuedBytes -= bytes;
    }

    /** It is over: its name is forgotten here. */
    void ended(Stream stream) {
        all.remove(stream.id(), stream);
    }

    void opened() {
        List.copyOf(all.values()).forEach(Stream::opened);
    }

    void lost() {
        all.values().forEach(Stream::lost);
    }

    /** Of another user. */
    void clear() {
        SeqwayError error = SeqwayError.broken(ErrorKind.AUTH, "Another user has signed in.", "another-user");
        List.copyOf(all.values()).forEach(stream -> stream.ends(error));
    }
}
