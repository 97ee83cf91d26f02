package io.seqway.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who reads together with something damaged gets what it asked for. */
class SharedDamageTest {
    private final List<Promise<Void>> begun = new ArrayList<>();

    @Test
    void onlyWhoAskedForWhatIsDamagedHearsIt() {
        SharedReads<String> reads = new SharedReads<>(this::read);
        List<Future<?>> first = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            first.add(reads.byIds(List.of("early" + i))); // so that what follows waits, and is read together
        }
        Future<?> damaged = reads.byIds(List.of("damaged"));
        Future<?> sound = reads.byIds(List.of("sound"));
        for (int i = 0; i < begun.size(); i++) {
            begun.get(i).complete();
        }
        assertThat(first).allMatch(Future::succeeded);
        assertThat(damaged.cause()).isInstanceOf(DamagedEntries.class);
        assertThat(sound.succeeded()).isTrue();
    }

    private Future<Map<String, String>> read(Collection<String> ids) {
        Promise<Void> answer = Promise.promise();
        begun.add(answer);
        return answer.future().map(answered -> {
            if (ids.contains("damaged")) {
                throw new DamagedEntries(List.of(new DamagedEntry(List.of("r"), "damaged", null, "time is missing")));
            }
            Map<String, String> found = new HashMap<>();
            ids.forEach(id -> found.put(id, id));
            return found;
        });
    }
}
