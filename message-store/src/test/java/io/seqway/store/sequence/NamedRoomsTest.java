package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A write that is talked of in the log names its rooms. */
class NamedRoomsTest {
    @Test
    void upToThreeAreNamed() {
        assertThat(Settlement.named(List.of("a"))).isEqualTo("1 room (a)");
        assertThat(Settlement.named(List.of("a", "b", "c"))).isEqualTo("3 rooms (a, b, c)");
        assertThat(Settlement.named(List.of("a", "b", "c", "d"))).isEqualTo("4 rooms (a, b, c, …)");
    }
}
