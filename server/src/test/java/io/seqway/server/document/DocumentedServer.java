package io.seqway.server.document;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.nio.file.Path;

/** The server that the documents speak of: its limits are the default ones, and its rooms are entered by token. */
public final class DocumentedServer {
    private DocumentedServer() {}

    /** Starts it on a database of its own. */
    public static ServerProcess start(Path data) {
        return ServerProcess.start(
                "--dev",
                "--data-dir=" + data,
                "--jwt-secret=" + TestServer.SECRET,
                "--room-access=members",
                "--connection-policy=replace",
                "--mongo-uri=" + TestMongo.uri(),
                "--mongo-database=" + TestMongo.freshDatabase(),
                "--redis-uri=" + TestRedis.uri());
    }
}
