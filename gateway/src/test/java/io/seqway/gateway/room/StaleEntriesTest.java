package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.frame.Message;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a gateway keeps of entries for those who do not read is not sent any more once a later entry has changed it. */
class StaleEntriesTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();
    private final Reader ben = node.join(ROOM, "ben");

    @Test
    void entriesThatComeWithoutChangesAreKept() {
        ben.stopReading();
        stored(1, 3, 0);
        stored(4, 5, 0);
        ben.readAgain();
        node.settle();
        assertThat(node.sent(Read.class)).isEmpty();
        assertThat(ben.heard()).contains("missed null");
    }

    @Test
    void whatWasKnownOfARunIsReadAgainSinceItMayHaveBeenChanged() {
        ben.stopReading();
        stored(1, 3, 0);
        stored(1, 5, 0);
        ben.readAgain();
        node.settle();
        assertThat(node.sent(Read.class)).isNotEmpty();
        assertThat(ben.heard()).doesNotContain("missed null");
    }

    private void stored(long first, long last, long stale) {
        List<byte[]> frames = LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new Message(
                                ROOM,
                                FeedFixture.EPOCH,
                                seq,
                                "ann",
                                null,
                                null,
                                "m" + seq,
                                1,
                                Message.KIND_MESSAGE,
                                "1",
                                0)
                        .toFrame())
                .toList();
        node.hear(List.of(), List.of(new Run(ROOM, FeedFixture.EPOCH, first, frames, stale)), List.of());
    }
}
