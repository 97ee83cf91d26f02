package io.seqway.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.frame.Cursor;
import org.junit.jupiter.api.Test;

/** Whoever is in a room is told how far others are, but for what a connection has said itself. */
class MovedCursorTest {
    private static final String ROOM = "a";

    private final FeedFixture node = new FeedFixture();
    private final Reader ann = node.join(ROOM, "ann");
    private final Reader ben = new Reader("ben");
    private final Reader benElsewhere = node.join(ROOM, "ben");
    private final Subscription subscription = node.resume(ROOM, ben, 0);

    @Test
    void theOthersAreToldAndTheOtherDevicesOfTheUser() {
        subscription.said(5, 3);
        node.move(ROOM, new Cursor("ben", 5, 3));
        assertThat(ann.heard()).containsExactly("receipt ben");
        assertThat(benElsewhere.heard()).containsExactly("receipt ben");
        assertThat(ben.heard()).isEmpty();
    }

    @Test
    void whatAnotherDeviceOfTheUserHasSaidBeyondIsTold() {
        subscription.said(5, 3);
        node.move(ROOM, new Cursor("ben", 5, 4));
        assertThat(ben.heard()).containsExactly("receipt ben");
    }

    @Test
    void ofManyOnlyTheOwnIsLeftOut() {
        subscription.said(5, 3);
        node.move(ROOM, new Cursor("cid", 5, 5), new Cursor("ben", 5, 3), new Cursor("dan", 1, 1));
        assertThat(ben.heard()).containsExactly("receipt cid", "receipt dan");
        assertThat(ann.heard()).containsExactly("receipt cid", "receipt ben", "receipt dan");
    }

    @Test
    void whoDoesNotReadMissesIt() {
        ann.stopReading();
        node.move(ROOM, new Cursor("ben", 5, 3));
        ann.readAgain();
        assertThat(ann.heard()).isEmpty();
    }
}
