package io.seqway.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.seqway.embedded.EmbeddedMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

    private static final List<String> DATABASES = new ArrayList<>();

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
        String name = "seqway_test_" + UUID.randomUUID().toString().replace("-", "");
        if (kind() == StoreKind.EXTERNAL && DATABASES.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestMongo::dropDatabases, "drop of test databases"));
        }
        DATABASES.add(name);
        return name;
    }

    private static synchronized void dropDatabases() {
        try (MongoClient client = MongoClients.create(uri())) {
            DATABASES.forEach(name -> client.getDatabase(name).drop());
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
