package io.seqway.embedded;

import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged before a SIGKILL is there afterwards. */
@Timeout(120)
class EmbeddedMongoDurabilityIT {

    private static final int ROUNDS = 5;
    private static final int LEAST_ACKED = 500;

    @TempDir
    Path folder;

    private final Set<String> inserted = new HashSet<>();
    private final Map<String, Integer> updated = new HashMap<>();

    @Test
    void everyAcknowledgedWriteSurvivesAKillAndIndexesAgreeWithTheDocuments() throws IOException {
        for (int round = 1; round <= ROUNDS; round++) {
            killAfterWrites("round" + round);
            int documents = checkWhatIsThere();
            System.out.printf(
                    "round %d: %d documents acknowledged so far, %d there%n", round, inserted.size(), documents);
        }
    }

    @Test
    void aFolderThatAnotherProcessHoldsIsRefused() throws IOException {
        Process writer = startWriter("other");
        try (BufferedReader output = writer.inputReader()) {
            assertThat(output.readLine()).isNotNull();

            assertThatThrownBy(() -> EmbeddedMongo.start(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Data folder " + folder + " is in use by another process");
        } finally {
            writer.destroyForcibly();
        }
    }

    private void killAfterWrites(String run) throws IOException {
        Process writer = startWriter(run);
        try (BufferedReader output = writer.inputReader()) {
            int kill = LEAST_ACKED + ThreadLocalRandom.current().nextInt(500);
            String line = output.readLine();
            for (int lines = 1; line != null; lines++) {
                remember(line);
                if (lines == kill) {
                    // Of the handle: that of the process would close the output, whose rest is to be read.
                    writer.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        } finally {
            writer.destroyForcibly();
        }
    }

    private void remember(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("insert")) {
            inserted.add(words[1]);
        } else if (words.length == 3) {
            updated.put(words[1], Integer.valueOf(words[2]));
        }
    }

    private int checkWhatIsThere() {
        try (EmbeddedMongo mongo = EmbeddedMongo.start(folder);
                MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> log = LogWriter.log(client);
            Map<String, Document> there = new HashMap<>();
            log.find().forEach(document -> there.put(document.getString("_id"), document));

            assertThat(there.keySet()).containsAll(inserted);
            updated.forEach((id, n) -> assertThat(there.get(id).getInteger("n")).isGreaterThanOrEqualTo(n));

            assertThat(foundBy("_id", there.values(), log)).containsExactlyInAnyOrderElementsOf(there.values());
            assertThat(foundBy("key", there.values(), log)).containsExactlyInAnyOrderElementsOf(there.values());
            Document state = client.getDatabase("test").runCommand(new Document("validate", "log"));
            assertThat(state.getInteger("nrecords")).isEqualTo(there.size());
            assertThat(state.get("keysPerIndex", Document.class))
                    .containsEntry("_id_", (long) there.size())
                    .containsEntry("key_1", (long) there.size());
            return there.size();
        }
    }

    private static List<Document> foundBy(String field, Collection<Document> all, MongoCollection<Document> log) {
        List<Object> values = all.stream().map(document -> document.get(field)).toList();
        return log.find(in(field, values)).into(new ArrayList<>());
    }

    private Process startWriter(String run) throws IOException {
        return JavaProcess.start(LogWriter.class, folder.toString(), run);
    }
}
