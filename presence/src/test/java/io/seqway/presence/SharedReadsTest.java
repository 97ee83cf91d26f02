package io.seqway.presence;

import static io.seqway.presence.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who asks while a read is under way shares the next one with all others. */
class SharedReadsTest {
    private final SharedReads<String> reads = new SharedReads<>();
    private final List<Promise<String>> begun = new ArrayList<>();

    @Test
    void manyWhoAskMeanwhileCostOneRead() {
        Future<String> first = read("a");
        List<Future<String>> others = List.of(read("a"), read("a"), read("a"));
        assertThat(begun).hasSize(1);

        begun.get(0).complete("1");
        assertThat(begun).hasSize(2);
        begun.get(1).complete("2");

        assertThat(result(first)).isEqualTo("1");
        others.forEach(other -> assertThat(result(other)).isEqualTo("2"));
        read("a");
        assertThat(begun).as("nothing is under way any more").hasSize(3);
    }

    @Test
    void aFailureIsOfThoseWhoWaitedForIt() {
        Future<String> first = read("a");
        Future<String> second = read("a");

        begun.get(0).fail("away");
        begun.get(1).complete("2");

        assertThat(first.failed()).isTrue();
        assertThat(result(second)).isEqualTo("2");
    }

    @Test
    void otherSubjectsDoNotWait() {
        read("a");
        read("b");

        assertThat(begun).hasSize(2);
    }

    private Future<String> read(String subject) {
        return reads.read(subject, () -> {
            Promise<String> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }
}
