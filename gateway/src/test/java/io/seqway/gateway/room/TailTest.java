package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a hub keeps for those who catch up is never what was shown before it was changed. */
class TailTest {
    private final Tail tail = new Tail();

    @Test
    void entriesUpToAStaleOneAreReadAgain() {
        tail.add(5, frames(4));
        tail.forget(6);
        assertThat(tail.reaches(5)).as("6 is here").isFalse();
        assertThat(tail.reaches(6)).as("7 is here").isTrue();
        assertThat(tail.after(6, 10, 1_000)).hasSize(2);
        tail.add(9, frames(1));
        assertThat(tail.after(6, 10, 1_000)).hasSize(3);
    }

    @Test
    void whatIsNotHereIsNotForgotten() {
        tail.add(5, frames(2));
        tail.forget(4);
        assertThat(tail.reaches(4)).isTrue();
        tail.forget(6);
        tail.forget(900);
        tail.add(7, frames(1));
        assertThat(tail.reaches(5)).isFalse();
        assertThat(tail.reaches(6)).isTrue();
    }

    private static List<byte[]> frames(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
