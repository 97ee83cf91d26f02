package io.seqway.verification.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history gives back what it was given, and many events need little memory. */
class HistoryTest {
    private static final int MANY = 20_000;

    @Test
    void isTheSameAfterItWasWrittenAndRead(@TempDir Path directory) {
        Message message = Story.message("alice", "a1");
        History history = new Story()
                .comes("alice", 0)
                .comes("bob", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .saw("alice", 1, message)
                .after(2000)
                .breaks("bob")
                .log(message)
                .log("resume", message)
                .history();
        Path file = directory.resolve("history.jsonl.gz");
        HistoryFile.write(file, history);
        History read = HistoryFile.read(file);
        assertThat(read.logs()).isEqualTo(history.logs());
        assertThat(Checker.check(read)).isEqualTo(Checker.check(history));
    }

    @Test
    void givesBackEachEventInOrder() {
        ClientHistory client = new History("", 0).client("alice");
        List<Event> given = new ArrayList<>();
        for (int n = 0; n < MANY; n++) {
            Message message = n % 3 == 0 ? null : new Message("r" + n % 7, "s" + n % 5, "m" + n, n * 31L);
            given.add(new Event(Event.Kind.values()[n % 15], n * 1000L - 5, "r" + n % 7, n, message, "t" + n % 11));
        }
        given.forEach(client::add);
        assertThat(client.events()).isEqualTo(given);
    }
}
