package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hubs start after their feed: what it has heard until then, of the owners of rooms, holds for them, too. */
class LateHubTest {
    private final FeedFixture gateway = new FeedFixture();

    @Test
    void sendsToTheOwnerThatWasNamedAndNotToANodeThatIsStillStarting() {
        gateway.stores.add("starting"); // hashing over both gives it half of the rooms
        List<String> rooms = IntStream.range(0, 100).mapToObj(i -> "room" + i).toList();
        assertThat(gateway.sendFromLateHub(rooms)).containsExactly("store");
    }
}
