package io.seqway.testing;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * A replica set of three whose members tests may kill: that of {@code SEQWAY_TEST_REPLICA_SET_URI}.
 * {@code SEQWAY_TEST_REPLICA_SET_CONTROL} is a command that takes {@code kill HOST:PORT} (SIGKILL, returning once it is
 * gone) and {@code start HOST:PORT}. There is no other one to take its place: tests that need it ask
 * {@link #isGiven()}, and are skipped without it.
 */
public final class TestReplicaSet {
    private static final String NAME = "replica-set";
    private static final String URI = "SEQWAY_TEST_REPLICA_SET_URI";
    private static final String CONTROL = "SEQWAY_TEST_REPLICA_SET_CONTROL";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<Integer> WELL = Set.of(1, 2); // PRIMARY, SECONDARY
    private static final int STEPPED_DOWN_SECONDS = 10;

    private static final boolean GIVEN = find();
    private static final List<String> KILLED = new ArrayList<>();
    private static FreshDatabases databases;

    private TestReplicaSet() {}

    /** Whether there is one; the report of the run says which, or that there was none. */
    public static boolean isGiven() {
        return GIVEN;
    }

    /** The connection string, without a database. */
    public static String uri() {
        return required(URI);
    }

    /** The name of a database that nobody else uses; it is dropped when the JVM ends. */
    public static synchronized String freshDatabase() {
        if (databases == null) {
            databases = new FreshDatabases(uri(), true);
        }
        return databases.next();
    }

    /** Makes the primary step down; another member is elected. */
    public static void stepDown() {
        admin(new Document("replSetStepDown", STEPPED_DOWN_SECONDS));
    }

    /** Kills the primary with SIGKILL; the others elect another one in some seconds. */
    public static synchronized void killPrimary() {
        String primary = admin(new Document("hello", 1)).getString("primary");
        control("kill", primary);
        KILLED.add(primary);
    }

    /** Starts again what was killed, and waits until there is a primary and every member follows it. */
    public static synchronized void heal() {
        KILLED.forEach(member -> control("start", member));
        KILLED.clear();
        Await.until("the replica set is well", LIMIT, TestReplicaSet::isWell);
    }

    private static boolean isWell() {
        try {
            List<Document> members = admin(new Document("replSetGetStatus", 1)).getList("members", Document.class);
            return members.stream().allMatch(member -> WELL.contains(member.getInteger("state")))
                    && members.stream().anyMatch(member -> member.getInteger("state") == 1);
        } catch (MongoException e) {
            return false;
        }
    }

    /** Asks the primary, or waits for one. */
    private static Document admin(Document command) {
        try (MongoClient client = MongoClients.create(uri())) {
            return client.getDatabase("admin").runCommand(command);
        }
    }

    private static void control(String verb, String member) {
        List<String> command = new ArrayList<>(List.of(required(CONTROL).trim().split(" +")));
        command.add(verb);
        command.add(member);
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("This failed: " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a member of the replica set changed", e);
        }
    }

    private static boolean find() {
        String uri = System.getenv(URI);
        boolean given = uri != null && !uri.isEmpty();
        if (given) {
            int members = new ConnectionString(uri).getHosts().size();
            if (members != 3) {
                throw new IllegalStateException(URI + " must name three members, and names " + members);
            }
            SharedStore.report(new Store(StoreKind.EXTERNAL, uri, "", () -> {}).describe(NAME));
        } else {
            SharedStore.report(NAME + " missing (" + URI + " is not set)");
        }
        return given;
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(variable + " is not set");
        }
        return value;
    }
}
