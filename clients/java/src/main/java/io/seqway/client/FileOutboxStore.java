package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An outbox in a file, which survives a crash of the program and of the machine: each change is a line of JSON that is
 * appended and forced to the disk, many at a time, on a worker thread. The file is written anew when most of it is of no
 * use any more. It is locked by a second file beside it, {@code .lock}: another client that wants it is refused.
 */
public final class FileOutboxStore implements OutboxStore {
    private final Vertx vertx;
    private final OutboxFile file;
    /** What is to be written next: what comes while a batch is being written shares the next force. */
    private List<Waiting> waiting = new ArrayList<>();

    private boolean writing;
    private boolean closed;

    /** @param change null to be told only that it is its turn */
    private record Waiting(OutboxFile.Change change, Promise<Void> done) {}

    private FileOutboxStore(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.file = new OutboxFile(path);
    }

    /** @param path of the file, made when it is not there; its folder has to be */
    public static FileOutboxStore at(Vertx vertx, Path path) {
        return new FileOutboxStore(Objects.requireNonNull(vertx, "vertx"), Objects.requireNonNull(path, "path"));
    }

    /** Fails if the file cannot be read, or is in use. */
    @Override
    public Future<List<JsonObject>> load() {
        return whenWritten().otherwiseEmpty().compose(v -> vertx.executeBlocking(file::records, true));
    }

    @Override
    public Future<Void> put(String id, JsonObject record) {
        return change(new OutboxFile.Change(id, record.encode()));
    }

    @Override
    public Future<Void> remove(String id) {
        return change(new OutboxFile.Change(id, null));
    }

    /** Fails if what was put last could not be kept; the file is closed all the same. */
    @Override
    public synchronized Future<Void> close() {
        closed = true;
        return whenWritten().eventually(() -> vertx.executeBlocking(this::letGo, true));
    }

    private Void letGo() throws IOException {
        file.close();
        return null;
    }

    /** Done once all that was asked for before is on the disk. */
    private synchronized Future<Void> whenWritten() {
        Promise<Void> done = Promise.promise();
        waiting.add(new Waiting(null, done));
        write();
        return done.future();
    }

    private synchronized Future<Void> change(OutboxFile.Change change) {
        if (closed) {
            return Future.failedFuture(new IllegalStateException("the outbox file is closed"));
        }
        Promise<Void> done = Promise.promise();
        waiting.add(new Waiting(change, done));
        write();
        return done.future();
    }

    private synchronized void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<Waiting> batch = waiting;
        waiting = new ArrayList<>();
        vertx.<Void>executeBlocking(
                        () -> {
                            file.append(batch.stream()
                                    .map(Waiting::change)
                                    .filter(Objects::nonNull)
                                    .toList());
                            return null;
                        },
                        true)
                .onComplete(written -> {
                    batch.forEach(one -> one.done.handle(written)); // in the order of the calls, before what follows
                    synchronized (this) {
                        writing = false;
                    }
                    write();
                });
    }
}
