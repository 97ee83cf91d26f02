package io.seqway.verification.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seqway.verification.history.Checker;
import io.seqway.verification.history.Event;
import io.seqway.verification.history.Event.Kind;
import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.History;
import io.seqway.verification.history.LogEntry;
import io.seqway.verification.history.Message;
import io.seqway.verification.history.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report says the verdict, the faults and what came of them, to people and to programs. */
class ReportTest {
    private static final long SECOND = 1_000_000_000;
    private static final Message SAID = new Message("r<1>", "alice", "m1", 1);

    @TempDir
    private Path directory;

    /** Alice's connection breaks at 10 s, and she is live again at 12.5 s. */
    private static Verdict verdict(List<LogEntry> log) {
        History history = new History("seed 17", 0);
        var alice = history.client("alice");
        alice.add(new Event(Kind.CONNECTING, SECOND, "", 0, null, ""));
        alice.add(new Event(Kind.CONNECTED, SECOND, "", 0, null, "node"));
        alice.add(new Event(Kind.RESUMING, SECOND, "r<1>", 0, null, ""));
        alice.add(new Event(Kind.SENT, 2 * SECOND, "r<1>", 0, SAID, ""));
        alice.add(new Event(Kind.ACKED, 3 * SECOND, "r<1>", 1, SAID, ""));
        alice.add(new Event(Kind.BROKEN, 10 * SECOND, "", 1006, null, "cut"));
        alice.add(new Event(Kind.CONNECTING, 11 * SECOND, "", 0, null, ""));
        alice.add(new Event(Kind.CONNECTED, 11 * SECOND, "", 0, null, "node"));
        alice.add(new Event(Kind.RESUMING, 11 * SECOND, "r<1>", 0, null, ""));
        alice.add(new Event(Kind.SAW_MISSED, 12 * SECOND, "r<1>", 1, SAID, "e"));
        alice.add(new Event(Kind.RESUMED, 12 * SECOND + SECOND / 2, "r<1>", 1, null, "recovered"));
        history.log("history", "r<1>", log);
        history.endedAt(20 * SECOND);
        return Checker.check(history);
    }

    private static FaultRecord kill() {
        return new FaultRecord("kill", "node-2", 9 * SECOND, 11 * SECOND, "pid 17 <is> gone", true);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("report.html"));
    }

    @Test
    void saysThatNothingWasBrokenAndWhatTheFaultDid() throws IOException {
        Report.write(directory, verdict(List.of(new LogEntry("e", 1, SAID))), List.of(kill()));
        assertThat(page())
                .contains("No promise was broken", "seed 17", "pid 17 &lt;is&gt; gone", "kill of node-2")
                .doesNotContain("<is>", "http");
        JsonNode effect = json().path("faults").path(0);
        assertThat(json().path("green").asBoolean()).isTrue();
        assertThat(effect.path("affected").asInt()).isEqualTo(1);
        assertThat(effect.path("liveP99Nanos").asLong()).isEqualTo(7 * SECOND / 2);
        assertThat(effect.path("silenceMillis").asLong()).isEqualTo(9000);
    }

    @Test
    void saysWhatWasBroken() throws IOException {
        Report.write(directory, verdict(List.of()), List.of());
        assertThat(page()).contains("Promises were broken", "LOST", "r&lt;1&gt;");
        assertThat(json().path("green").asBoolean()).isFalse();
        assertThat(json().path("verdict").path("violations").path("LOST").asInt())
                .isEqualTo(1);
    }

    @Test
    void saysWhatElseWasWanted() throws IOException {
        Report.write(directory, verdict(List.of(new LogEntry("e", 1, SAID))), List.of(), List.of("acks: 1 of 200000"));
        assertThat(page()).contains("more was wanted", "acks: 1 of 200000");
        assertThat(json().path("green").asBoolean()).isFalse();
    }
}
