package io.seqway.testing;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.seqway.embedded.EmbeddedMongo;
import java.util.List;
import org.bson.Document;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * The MongoDB of the tests, one for each JVM: that of {@code SEQWAY_TEST_MONGO_URI}; else a container of mongo:7.0 as a
 * replica set, where a Docker engine answers; else the embedded one in memory. It starts when first asked for and ends
 * with the JVM.
 */
public final class TestMongo {

    private static final String IMAGE = "mongo:7.0";

    private static final SharedStore SHARED = new SharedStore(new StoreChoice(
            "mongodb", "SEQWAY_TEST_MONGO_URI", DockerEngine::answers, TestMongo::container, TestMongo::embedded));

    private static FreshDatabases databases;

    private TestMongo() {}

    /** The connection string, without a database. Writes are {@code w=majority, journal=true}, unless the environment
     * says otherwise. */
    public static String uri() {
        return SHARED.get().uri();
    }

    public static StoreKind kind() {
        return SHARED.get().kind();
    }

    /** The name of a database that nobody else uses; it is dropped when the JVM ends. */
    public static synchronized String freshDatabase() {
        if (databases == null) {
            databases = new FreshDatabases(uri(), kind() == StoreKind.EXTERNAL);
        }
        return databases.next();
    }

    /** A proxy before the server, or before the primary where there are several; see {@link #uriThrough}. */
    public static FaultProxy proxy() {
        List<String> hosts = new ConnectionString(uri()).getHosts();
        ServerAddress server = new ServerAddress(hosts.size() == 1 ? hosts.get(0) : primary());
        return FaultProxy.before(server.getHost(), server.getPort());
    }

    /** The connection string that leads through this proxy, and nowhere else. */
    public static String uriThrough(FaultProxy proxy) {
        String uri = uri().replaceFirst("//([^/@]*@)?[^/?]+", "//$1127.0.0.1:" + proxy.port());
        if (uri.contains("directConnection=true")) {
            return uri;
        }
        return uri + (uri.contains("?") ? "&" : "/?") + "directConnection=true";
    }

    private static String primary() {
        try (MongoClient client = MongoClients.create(uri())) {
            return client.getDatabase("admin")
                    .runCommand(new Document("hello", 1))
                    .getString("primary");
        }
    }

    private static Store container() {
        MongoDBContainer container = new MongoDBContainer(IMAGE).withReplicaSet();
        container.start();
        // The member knows itself by a name that only its container resolves.
        String uri = container.getConnectionString() + "/?directConnection=true&w=majority&journal=true";
        return new Store(StoreKind.CONTAINER, uri, IMAGE + " " + container.getContainerId(), container::stop);
    }

    private static Store embedded() {
        EmbeddedMongo mongo = EmbeddedMongo.start(null);
        return new Store(StoreKind.EMBEDDED, mongo.uri(), "", mongo::close);
    }
}
