package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.store.log.HeadSearch.Head;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Logs that are searched with the same questions as a damaged one are found all the same. */
class DamagedHeadTest {
    private static final String DAMAGED = "room-11";

    private final ArrayDeque<Promise<Void>> questions = new ArrayDeque<>();

    @Test
    void onlyTheDamagedLogIsNotFound() {
        HeadSearch heads = new HeadSearch(new HeldLog());
        List<Future<Head>> found = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> found.add(heads.near(new LogId("room-" + i, 1), 0)));
        while (!questions.isEmpty()) {
            questions.removeFirst().complete();
        }
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).succeeded()).as("room-" + i).isEqualTo(!DAMAGED.equals("room-" + i));
        }
        assertThat(found.get(11).cause()).isInstanceOf(DamagedEntries.class);
    }

    /** Answers when it is told to, so that questions are put together. */
    private final class HeldLog extends InMemoryRoomLog {
        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            Promise<Void> told = Promise.promise();
            questions.addLast(told);
            return told.future().compose(now -> super.stamps(ids)).map(stamps -> {
                ids.stream()
                        .filter(id -> LogId.roomOf(id).equals(DAMAGED))
                        .findFirst()
                        .ifPresent(id -> {
                            throw new DamagedEntries(
                                    List.of(new DamagedEntry(List.of(DAMAGED), id, null, "time is missing")));
                        });
                return stamps;
            });
        }
    }
}
