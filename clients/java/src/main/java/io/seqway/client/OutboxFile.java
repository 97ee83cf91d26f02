package io.seqway.client;

import io.vertx.core.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of an outbox: lines of {@code {"put": id, "record": …}} and {@code {"remove": id}}, each ended by a line feed.
 * A line that was being written in a crash was not said to be kept, and is cut off. Blocking; for one thread at a time.
 */
final class OutboxFile implements Closeable {
    /** Below this it is not worth to write the file anew. */
    private static final long SMALL_BYTES = 1 << 20;

    private final Path path;
    private final Path lockPath;
    private final Path freshPath;
    private FileChannel lockFile;
    private FileChannel channel;
    /** How much of the file is sound: a write that fails is cut off. */
    private long length;
    /** The records by their ids, as JSON text, in the order in which each was put first. */
    private final Map<String, String> live = new LinkedHashMap<>();

    private long liveBytes;

    /** @param record JSON text, or null to remove it */
    record Change(String id, String record) {
        byte[] line() {
            String name =
                    new JsonObject().put(record == null ? "remove" : "put", id).encode();
            String line = record == null ? name : name.substring(0, name.length() - 1) + ",\"record\":" + record + "}";
            return (line + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    OutboxFile(Path path) {
        this.path = path;
        this.lockPath = beside(".lock");
        this.freshPath = beside(".new");
    }

    synchronized List<JsonObject> records() throws IOException {
        open();
        return live.values().stream().map(JsonObject::new).toList();
    }

    /** Returns once all of it is on the disk. */
    synchronized void append(List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        open();
        changes.forEach(this::apply);
        if (length > SMALL_BYTES && length > 4 * liveBytes) {
            rewrite();
            return;
        }
        try {
            write(channel, changes);
            channel.force(false);
            length = channel.position();
        } catch (IOException e) {
            channel.truncate(length).position(length);
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            lockFile.close();
            live.clear();
            liveBytes = 0;
        }
    }

    private void open() throws IOException {
        if (channel != null) {
            return;
        }
        lock();
        try {
            boolean made = Files.notExists(path);
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (made) {
                forceFolder();
            }
            read();
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
                channel = null;
            }
            lockFile.close();
            throw e;
        }
    }

    private void lock() throws IOException {
        lockFile = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // by another client of this program
        }
        if (lock == null) {
            lockFile.close();
            throw new IOException("the outbox file " + path + " is in use by another client");
        }
    }

    private void read() throws IOException {
        byte[] all = Files.readAllBytes(path);
        boolean damaged = false;
        int from = 0;
        for (int end = lineEnd(all, from); end >= 0; end = lineEnd(all, from)) {
            damaged |= !take(new String(all, from, end - from, StandardCharsets.UTF_8));
            from = end + 1;
        }
        if (damaged) {
            // what a crash leaves is one line that ends too early: this is something else, and for a person to look at
            Files.copy(path, beside(".damaged"), StandardCopyOption.REPLACE_EXISTING);
        }
        length = from;
        channel.truncate(length).position(length);
    }

    /** @return whether it can be read */
    private boolean take(String line) {
        try {
            JsonObject change = new JsonObject(line);
            String put = change.getString("put");
            String id = put == null ? change.getString("remove") : put;
            if (id == null) {
                return false;
            }
            apply(new Change(
                    id, put == null ? null : change.getJsonObject("record").encode()));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void apply(Change change) {
        String before = change.record == null ? live.remove(change.id) : live.put(change.id, change.record);
        liveBytes += (change.record == null ? 0 : change.record.length()) - (before == null ? 0 : before.length());
    }

    /** Writes only what is of use into another file, which then takes the place of this one. */
    private void rewrite() throws IOException {
        FileChannel fresh = FileChannel.open(
                freshPath, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            write(
                    fresh,
                    live.entrySet().stream()
                            .map(one -> new Change(one.getKey(), one.getValue()))
                            .toList());
            fresh.force(true);
            Files.move(freshPath, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        channel.close();
        channel = fresh;
        length = channel.position();
    }

    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // not every system opens folders; those that do not, keep names by themselves
        }
    }

    private Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    private static void write(FileChannel to, List<Change> changes) throws IOException {
        for (Change change : changes) {
            ByteBuffer line = ByteBuffer.wrap(change.line());
            while (line.hasRemaining()) {
                to.write(line);
            }
        }
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
