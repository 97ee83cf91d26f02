package io.seqway.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.log.DamagedEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is damaged is said once a minute for each room. */
class DamageReportsTest {
    private final List<String> lines = new ArrayList<>();
    private long now = 5;
    private final DamageReports reports = new DamageReports(() -> now, lines::add);

    @Test
    void itNamesTheRoomTheDocumentAndWhatToDo() {
        reports.add(damaged("a"));
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("room a: the document a!1!0000000000000006 of the collection log cannot be read: time is")
                .contains("db.log.find({_id: \"a!1!0000000000000006\"})", "backup", "by itself");
    }

    @Test
    void itIsSaidAgainAfterAMinuteAndOfOtherRoomsAtOnce() {
        reports.add(damaged("a"));
        now += 59_999;
        reports.add(damaged("a"));
        assertThat(lines).hasSize(1);
        reports.add(damaged("b"));
        assertThat(lines).hasSize(2);
        now++;
        reports.add(damaged("a"));
        assertThat(lines).hasSize(3);
    }

    private static DamagedEntry damaged(String room) {
        return new DamagedEntry(List.of(room), room + "!1!0000000000000006", null, "time is missing");
    }
}
