package io.seqway.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Page;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Whether there is more behind or before a page of history, where a log may begin later than at 1. */
class HistoryPageTest {
    private static Page page(long floor, long head, long first, int count) {
        return new Page(null, "a", "e.1", floor, head, first, Collections.nCopies(count, new byte[0]), null);
    }

    @Test
    void beforeThereIsMoreDownToTheFloor() {
        assertThat(HistoryPage.before(page(0, 9, 2, 3)).more()).isTrue();
        assertThat(HistoryPage.before(page(0, 9, 1, 3)).more()).isFalse();
        assertThat(HistoryPage.before(page(4, 9, 6, 3)).more()).isTrue();
        assertThat(HistoryPage.before(page(4, 9, 5, 3)).more()).isFalse();
        assertThat(HistoryPage.before(page(4, 9, 3, 0)).more()).isFalse();
    }

    @Test
    void behindThereIsMoreUpToTheHead() {
        assertThat(HistoryPage.after(page(4, 9, 5, 3)).more()).isTrue();
        assertThat(HistoryPage.after(page(4, 9, 5, 5)).more()).isFalse();
        assertThat(HistoryPage.after(page(4, 9, 10, 0)).more()).isFalse();
    }
}
