package io.seqway.store.stream;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.protocol.stream.StreamState;
import io.seqway.store.stream.Catalogue.Removal;
import io.seqway.store.stream.UnderWay.Place;
import io.seqway.store.stream.UserStreams.Step;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does with the streams of users. Every node may do it for every user, at the same time: a place is taken once,
 * by the id of its chunk, and what counts as stored is one catalogue for each user, replaced by compare-and-set. Belongs to
 * one event loop.
 *
 * <p>A chunk goes three steps: the catalogue admits it, it is written, the catalogue counts it; then it is acked. Whoever is
 * interrupted leaves at the most a chunk that nobody counts, and that is taken for its own if it comes again.
 */
public final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private static final int WRITES = 4;
    private static final int READS = 4;
    private static final long MAX_BYTES = 16L * 1024 * 1024;
    /** What a chunk takes besides its payload, which may be empty. */
    private static final int AROUND_BYTES = 1024;

    private static final long RETRY_AFTER_MS = 500;
    private static final int MAX_INCARNATIONS = 3;
    private static final int MAX_REMOVALS = 16;
    private static final long UNUSED_MS = 10_000;

    private final EventLoop loop;
    private final LongSupplier wallClock;
    private final StreamStore store;
    private final StreamQuotas quotas;
    private final ChunkRules rules;
    private final Function<byte[], Future<String>> hashes;
    private final Map<String, UserStreams> users = new HashMap<>();
    private final Turns writes = new Turns(WRITES);
    private final Turns reads = new Turns(READS);
    private final Removals removals;
    private long bytes;

    /**
     * What is stored of a stream.
     *
     * @param incarnation {@code null} if there is no such stream
     */
    public record Found(String incarnation, StreamState state) {}

    /**
     * @param wallClock the time in ms since 1970
     * @param incarnations draws a name that no stream has had
     * @param hashes SHA-256 in hexadecimal digits, made elsewhere than on the loop
     */
    public Streams(
            EventLoop loop,
            LongSupplier wallClock,
            StreamStore store,
            StreamQuotas quotas,
            Supplier<String> incarnations,
            Function<byte[], Future<String>> hashes) {
        this.loop = loop;
        this.wallClock = wallClock;
        this.store = store;
        this.quotas = quotas;
        this.rules = new ChunkRules(quotas, incarnations);
        this.hashes = hashes;
        this.removals = new Removals(loop, store, writes, this::user);
    }

    /** Forgets the users who have not been heard of; to be called about every few seconds. */
    public void forgetUnused() {
        users.values().removeIf(user -> user.isUnusedSince(loop.now() - UNUSED_MS));
    }

    /**
     * Stores a chunk.
     *
     * @return whether it was stored before; fails with a {@link Refusal}
     */
    public Future<Boolean> put(PutChunk chunk) {
        int size = AROUND_BYTES + chunk.payload().length;
        if (store.problem() != null) {
            return Future.failedFuture(unavailable("chunks cannot be stored now"));
        }
        if (bytes + size > MAX_BYTES) {
            return Future.failedFuture(unavailable("too many bytes of chunks are being stored: at most " + MAX_BYTES));
        }
        bytes += size;
        return hashes.apply(chunk.payload())
                .compose(hash -> new ChunkWrite(user(chunk.user()), chunk, hash).run(MAX_INCARNATIONS))
                .onComplete(done -> bytes -= size);
    }

    /** What is stored of a stream; fails with a {@link Refusal}. */
    public Future<Found> find(String user, String name) {
        return store.catalogue(user)
                .map(catalogue -> {
                    removals.finish(catalogue);
                    Stream stream = catalogue.stream(name);
                    return stream == null
                            ? new Found(null, StreamState.NONE)
                            : new Found(stream.incarnation(), stream.state());
                })
                .recover(e -> Future.failedFuture(unavailable("the stream cannot be read now", e)));
    }

    /** A chunk, or {@code null} if it is not there; fails with a {@link Refusal}. */
    public Future<StoredChunk> read(String user, String stream, String incarnation, int seq) {
        return reads.take(() -> store.chunk(Stream.chunkId(user, stream, incarnation, seq)))
                .recover(e -> Future.failedFuture(unavailable("the chunk cannot be read now", e)));
    }

    /**
     * Removes a stream. It is gone when this completes, and its chunks some time later.
     *
     * @return whether there was one; fails with a {@link Refusal}
     */
    public Future<Boolean> remove(String user, String name) {
        return user(user)
                .change(catalogue -> {
                    Stream stream = catalogue.stream(name);
                    if (stream == null) {
                        return new Step<>(catalogue, (Removal) null);
                    }
                    if (catalogue.removals().size() >= MAX_REMOVALS) {
                        throw unavailable("streams that were removed before are still being removed");
                    }
                    int end = stream.state().chunks().next() + quotas.gap() + 1;
                    Removal removal = new Removal(
                            name,
                            stream.incarnation(),
                            Math.max(end, stream.state().end() + 1));
                    return new Step<>(catalogue.without(stream, removal), removal);
                })
                .onSuccess(removal -> {
                    if (removal != null) {
                        removals.finish(user, removal);
                    }
                })
                .map(removal -> removal != null)
                .recover(e -> Future.failedFuture(e instanceof Refusal ? e : unknown("removed", e)));
    }

    private UserStreams user(String name) {
        UserStreams user = users.computeIfAbsent(name, absent -> new UserStreams(name, store, removals::finish));
        user.used(loop.now());
        return user;
    }

    private static Refusal unavailable(String why) {
        return new Refusal(ErrorCode.UNAVAILABLE, why, null, RETRY_AFTER_MS);
    }

    private static Refusal unavailable(String why, Throwable cause) {
        LOG.warn("{}: {}", why, cause.toString());
        return unavailable(why);
    }

    private static Refusal unknown(String what, Throwable cause) {
        LOG.warn("it is not known whether something of a stream is {}: {}", what, cause.toString());
        return new Refusal(ErrorCode.TIMEOUT, "not known yet whether it is " + what + ": send it again as it is");
    }

    /** One chunk on its way. */
    private final class ChunkWrite {
        private final UserStreams user;
        private final PutChunk chunk;
        private final String hash;
        private final Place place;
        /** The stream in which its place was looked at, and no other chunk was there. */
        private String freeIn;

        private boolean begun;

        /**
         * @param counted whether the catalogue has the chunk already
         * @param unseen whether its place has to be looked at first
         */
        private record Admitted(String incarnation, boolean counted, boolean unseen) {}

        ChunkWrite(UserStreams user, PutChunk chunk, String hash) {
            this.user = user;
            this.chunk = chunk;
            this.hash = hash;
            this.place = new Place(chunk.stream(), chunk.seq());
        }

        /** @param attempts how many streams of this name it may find removed under its hands */
        Future<Boolean> run(int attempts) {
            return admitted()
                    .recover(e -> Future.failedFuture(
                            e instanceof Refusal ? e : unavailable("the stream cannot be changed now", e)))
                    .compose(admitted -> write(admitted).compose(written -> count(admitted, written, attempts)))
                    .recover(e -> Future.failedFuture(e instanceof Refusal ? e : unknown("stored", e)))
                    .onComplete(done -> end());
        }

        private Future<Admitted> admitted() {
            return user.changeFromMemory(this::admit)
                    .compose(admitted -> admitted.unseen() ? look(admitted) : Future.succeededFuture(admitted));
        }

        private Step<Admitted> admit(Catalogue catalogue) {
            end();
            Catalogue next = rules.admit(catalogue, chunk, user.underWay());
            Stream stream = next.stream(chunk.stream());
            boolean counted = stream.state().chunks().contains(chunk.seq());
            boolean saysMore = next != catalogue && isIn(catalogue, stream.incarnation());
            boolean unseen = saysMore && !stream.incarnation().equals(freeIn);
            user.underWay().begin(place, chunk.payload().length);
            begun = true;
            Admitted admitted = new Admitted(stream.incarnation(), counted, unseen);
            if (unseen) {
                return new Step<>(catalogue, admitted);
            }
            user.underWay().follow(catalogue, next, place);
            return new Step<>(next, admitted);
        }

        /**
         * What a chunk says of its stream is fixed before it is written. If other bytes are there, written by whoever had no
         * time to count them, it will be refused: then it must have said nothing.
         */
        private Future<Admitted> look(Admitted admitted) {
            return store.hash(id(admitted)).compose(there -> {
                if (there == null || there.equals(hash)) {
                    freeIn = admitted.incarnation();
                    return admitted();
                }
                return user.change(catalogue -> new Step<>(catalogue, isIn(catalogue, admitted.incarnation())))
                        .compose(still -> still ? same(there).mapEmpty() : admitted());
            });
        }

        private boolean isIn(Catalogue catalogue, String incarnation) {
            Stream stream = catalogue.stream(chunk.stream());
            return stream != null && stream.incarnation().equals(incarnation);
        }

        private void end() {
            if (begun) {
                begun = false;
                user.underWay().end(place);
            }
        }

        private String id(Admitted admitted) {
            return Stream.chunkId(chunk.user(), chunk.stream(), admitted.incarnation(), chunk.seq());
        }

        /** @return whether it was written now; otherwise the same was there */
        private Future<Boolean> write(Admitted admitted) {
            return admitted.counted()
                    ? store.hash(id(admitted)).compose(there -> there == null ? put(admitted) : same(there))
                    : put(admitted);
        }

        private Future<Boolean> put(Admitted admitted) {
            StoredChunk stored =
                    new StoredChunk(id(admitted), hash, chunk.meta(), wallClock.getAsLong(), chunk.payload());
            return writes.take(() -> store.put(stored))
                    .compose(written -> written
                            ? Future.succeededFuture(true)
                            : store.hash(stored.id()).compose(this::same));
        }

        private Future<Boolean> same(String there) {
            if (there == null) {
                return Future.failedFuture("a chunk was removed just now");
            }
            return hash.equals(there)
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(
                            new Refusal(ErrorCode.CHUNK_CONFLICT, "seq is stored already, with other bytes"));
        }

        /** @return whether it was counted before */
        private Future<Boolean> count(Admitted admitted, boolean written, int attempts) {
            return user.change(catalogue -> {
                        if (!isIn(catalogue, admitted.incarnation())) {
                            return new Step<>(catalogue, (Boolean) null);
                        }
                        Stream stream = catalogue.stream(chunk.stream());
                        boolean duplicate = stream.state().chunks().contains(chunk.seq());
                        Catalogue next = ChunkRules.count(catalogue, chunk);
                        user.underWay().follow(catalogue, next, place);
                        return new Step<>(next, duplicate);
                    })
                    .compose(duplicate ->
                            duplicate != null ? Future.succeededFuture(duplicate) : again(admitted, written, attempts));
        }

        /** The stream was removed meanwhile: the chunk is the first one of another. */
        private Future<Boolean> again(Admitted admitted, boolean written, int attempts) {
            if (attempts <= 1) {
                return Future.failedFuture(unavailable("the stream is being removed"));
            }
            Future<Void> tidied = written ? store.remove(List.of(id(admitted))) : Future.succeededFuture();
            return tidied.compose(removed -> run(attempts - 1));
        }
    }
}
