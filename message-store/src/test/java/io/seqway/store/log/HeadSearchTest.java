package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.store.log.HeadSearch.Head;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ends of many logs are found with few questions, none of them large. */
class HeadSearchTest {
    private static final int LOGS = 10_000;

    private final SlowLog log = new SlowLog();
    private final HeadSearch search = new HeadSearch(log);

    @Test
    void endsThatAreKnownAlreadyAreConfirmedHundredsAtATime() {
        List<Future<Head>> heads = new ArrayList<>();
        for (int i = 0; i < LOGS; i++) {
            heads.add(search.near(stored(i, 1 + i % 3), 1 + i % 3));
        }
        log.answerAll();
        for (int i = 0; i < LOGS; i++) {
            assertThat(heads.get(i).result().seq()).isEqualTo(1 + i % 3);
        }
        assertThat(log.questions).isLessThan(2 * LOGS / 500 + 10);
        assertThat(log.largest).isLessThanOrEqualTo(1_001);
    }

    @Test
    void endsThatNobodyKnowsAreFoundManyAtATime() {
        List<Future<Head>> heads = new ArrayList<>();
        for (int i = 0; i < LOGS; i++) {
            heads.add(search.near(stored(i, i % 6), 0));
        }
        log.answerAll();
        for (int i = 0; i < LOGS; i++) {
            assertThat(heads.get(i).result().seq()).isEqualTo(i % 6);
        }
        assertThat(log.questions).isLessThan(LOGS / 25);
        assertThat(log.largest).isLessThan(1_100);
    }

    @Test
    void aRoomThatSomebodyWaitsForIsNotBehindAllOthers() {
        for (int i = 0; i < LOGS; i++) {
            search.near(stored(i, 0), 0);
        }
        Future<Head> wanted = search.near(stored(LOGS, 2), 2);
        Future<Head> now = search.from(stored(LOGS + 1, 3), 2);
        search.hurry(new LogId("room" + LOGS, 1));
        while (!wanted.isComplete() || !now.isComplete()) {
            log.answer();
        }
        assertThat(log.questions).isLessThan(30);
        assertThat(now.result().seq()).isEqualTo(3);
    }

    @Test
    void aQuestionThatFailsEndsItsSearchesAndNoOther() {
        Future<Head> first = search.near(stored(0, 1), 1);
        log.failing = true;
        Future<Head> second = search.near(stored(1, 1), 1);
        log.failing = false;
        Future<Head> third = search.near(stored(2, 1), 1);
        log.answerAll();
        assertThat(first.result().seq()).isEqualTo(1);
        assertThat(second.failed()).isTrue();
        assertThat(third.result().seq()).isEqualTo(1);
    }

    private LogId stored(int room, int entries) {
        LogId id = new LogId("room" + room, 1);
        for (int seq = 1; seq <= entries; seq++) {
            log.append(List.of(new Entry(id, seq, new Author("ann", null, null), "m" + seq, 17, "message", "0", 0)));
        }
        return id;
    }

    /** Answers when the test says so. */
    private static final class SlowLog extends InMemoryRoomLog {
        private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
        private int questions;
        private int largest;
        private boolean failing;

        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            questions++;
            largest = Math.max(largest, ids.size());
            Promise<Map<String, Stamp>> answer = Promise.promise();
            Future<Map<String, Stamp>> stamps = failing ? Future.failedFuture("no answer") : super.stamps(ids);
            answers.add(() -> stamps.onComplete(answer));
            return answer.future();
        }

        private void answer() {
            answers.removeFirst().run();
        }

        private void answerAll() {
            while (!answers.isEmpty()) {
                answer();
            }
        }
    }
}
