package io.seqway.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Databases of the tests: dropped when the JVM ends, where their server goes on. */
final class FreshDatabases {
    private final String uri;
    private final boolean outlived;
    private final List<String> names = new ArrayList<>();

    /** @param outlived whether the server runs on when the JVM ends */
    FreshDatabases(String uri, boolean outlived) {
        this.uri = uri;
        this.outlived = outlived;
    }

    /** The name of a database that nobody else uses. */
    synchronized String next() {
        String name = "seqway_test_" + UUID.randomUUID().toString().replace("-", "");
        if (outlived && names.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::drop, "drop of test databases"));
        }
        names.add(name);
        return name;
    }

    private synchronized void drop() {
        try (MongoClient client = MongoClients.create(uri)) {
            names.forEach(name -> client.getDatabase(name).drop());
        }
    }
}
