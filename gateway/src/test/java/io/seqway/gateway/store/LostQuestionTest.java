package io.seqway.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A question for a page, or its answer, may be lost on the event bus. */
class LostQuestionTest {
    private static final long SWEEP_MS = 500;

    private final VirtualTime time = new VirtualTime();
    private final List<BusMessage> sent = new ArrayList<>();
    private final Pages pages =
            new Pages(time, new StoreLink(new OneStore(), (to, message) -> sent.add(message)), "gateway", 0);

    @BeforeEach
    void whatWaitsIsLookedAt() {
        time.every(SWEEP_MS, () -> pages.expire(time.now()));
    }

    @Test
    void isAskedAgainAfterASecondAndLaterAfterTwo() {
        ask();
        time.pass(900);
        assertThat(sent).hasSize(1);
        time.pass(700);
        assertThat(sent).hasSize(2).allMatch(sent.get(0)::equals);
        time.pass(1_300);
        assertThat(sent).hasSize(2);
        time.pass(700);
        assertThat(sent).hasSize(3);
    }

    @Test
    void anAnswerToEitherEndsIt() {
        Future<Page> page = ask();
        time.pass(1_600);
        pages.answered(new Page(((Read) sent.get(1)).replyTo(), "a", "e.1", 0, 0, 1, List.of(), null));
        pages.answered(new Page(((Read) sent.get(0)).replyTo(), "a", "e.1", 0, 0, 1, List.of(), null));
        assertThat(page.succeeded()).isTrue();
        time.pass(10_000);
        assertThat(sent).hasSize(2);
    }

    @Test
    void endsAfterFiveSeconds() {
        Future<Page> page = ask();
        time.pass(4_900);
        assertThat(page.isComplete()).isFalse();
        time.pass(700);
        assertThat(page.failed()).isTrue();
        assertThat(sent).hasSize(3);
    }

    private Future<Page> ask() {
        return pages.after("a", 7, 100, 65_536, time.now());
    }

    private static final class OneStore implements ClusterView {
        @Override
        public String self() {
            return "gateway";
        }

        @Override
        public List<String> nodes(Role role) {
            return List.of("store");
        }

        @Override
        public void onChange(Runnable handler) {
            // the only store stays
        }
    }
}
