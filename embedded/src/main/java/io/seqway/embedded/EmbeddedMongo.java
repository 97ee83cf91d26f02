package io.seqway.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/**
 * A MongoDB inside the process, for development and tests: mongo-java-server on an H2 file, reached by the ordinary
 * driver over loopback.
 *
 * <p>A write that was answered is on the disk, with its index entries; a process killed at any moment starts again
 * from the last answered write. What it is not: it has no replica set, sessions, transactions or change streams; write
 * and read concerns are accepted and mean this one copy; an index that is not unique is accepted and not used; only an
 * equality or {@code $in} on exactly the fields of a unique index avoids a scan of the collection.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private final MongoServer server;
    private final String uri;

    private EmbeddedMongo(MongoServer server) {
        this.server = server;
        this.uri = "mongodb://127.0.0.1:" + server.getLocalAddress().getPort() + "/?w=majority&journal=true";
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @param folder where the data lies, created if missing; null keeps everything in memory
     * @throws IllegalStateException with one line that names the folder, if another process uses it or it cannot be
     *     written or read
     */
    public static EmbeddedMongo start(Path folder) {
        MVStore store = folder == null ? MVStore.open(null) : DataFile.open(folder);
        MongoServer server = new MongoServer(new DurableBackend(store));
        // One thread runs all commands: see DurableBackend.
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, 1);
        return new EmbeddedMongo(server);
    }

    /** The connection string, {@code mongodb://127.0.0.1:port/?...}, without a database name. */
    public String uri() {
        return uri;
    }

    /** Ends all connections and closes the file. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}
