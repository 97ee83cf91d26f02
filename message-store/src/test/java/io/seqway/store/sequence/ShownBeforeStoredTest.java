package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An optimistic message is shown while it waits; its end is told unless it becomes an entry. */
class ShownBeforeStoredTest {
    private final FaultyRoomLog log = new FaultyRoomLog();
    private final SequencerFixture owner = new SequencerFixture(log);

    @Test
    void itIsShownBeforeItIsStoredAndItsEntryEndsIt() {
        log.hold();
        owner.submit(owner.optimistic("a", "ann", "m1", "x"));
        assertThat(owner.pendings()).containsExactly("a:m1=x");
        assertThat(owner.shown("a")).isEmpty();
        log.release();
        assertThat(owner.shown("a")).containsExactly("1:x");
        assertThat(owner.pendings()).hasSize(1);
    }

    @Test
    void aDurableMessageIsNotShown() {
        owner.send("a", "ann", "m1", "x");
        assertThat(owner.pendings()).isEmpty();
    }

    @Test
    void aRepeatOfWhatIsKnownToBeStoredIsNotShown() {
        owner.send("a", "ann", "m1", "x");
        owner.submit(owner.optimistic("a", "ann", "m1", "x"));
        assertThat(owner.pendings()).isEmpty();
    }

    @Test
    void aRepeatOfWhatWaitsShowsItAgain() {
        log.hold();
        owner.submit(owner.optimistic("a", "ann", "m1", "x"));
        owner.submit(owner.optimistic("a", "ann", "m1", "x"));
        owner.submit(owner.optimistic("a", "ann", "m1", "another"));
        assertThat(owner.pendings()).containsExactly("a:m1=x", "a:m1=x");
    }

    @Test
    void aRefusalThatTheSenderMayTryAgainBehindIsNoEndForGood() {
        var message = owner.optimistic("a", "ann", "m1", "x");
        log.hold();
        owner.submit(message);
        log.refuse();
        assertThat(owner.error(message.replyTo().ref())).isEqualTo("unavailable");
        assertThat(owner.pendings()).containsExactly("a:m1=x", "a:m1=timeout");
    }

    @Test
    void whatCanNeverBeStoredHasFailedForGood() {
        var message = owner.optimistic("a", "ann", "m1", "x");
        log.hold();
        owner.submit(message);
        log.rejectAt(0);
        assertThat(owner.error(message.replyTo().ref())).isEqualTo("internal");
        assertThat(owner.pendings()).containsExactly("a:m1=x", "a:m1=internal");
    }

    @Test
    void whatIsFoundInTheLogUnderItsNameIsNoFailure() {
        for (int i = 1; i <= 600; i++) {
            owner.send("a", "ann", "m" + i, "x");
        }
        owner.submit(owner.optimistic("a", "ann", "m1", "x"), owner.optimistic("a", "ann", "m2", "another"));
        assertThat(owner.pendings())
                .containsExactlyInAnyOrder("a:m1=x", "a:m1=timeout", "a:m2=another", "a:m2=timeout");
    }

    @Test
    void whatGoesToAnotherOwnerHasNoEndHere() {
        log.hold();
        owner.send("a", "bob", "blocks", "x");
        owner.submit(owner.optimistic("a", "ann", "m1", "x"));
        owner.sequencer().release(room -> false);
        assertThat(owner.pendings()).containsExactly("a:m1=x");
    }
}
