package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.store.log.Entry;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was deleted is shown nowhere any more, from when the deletion is stored. */
class DeletedMessageTest {
    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private SequencerFixture owner = new SequencerFixture(log);

    @BeforeEach
    void aMessageWithAnEditAndAnotherOne() {
        owner.send("a", "ann", "m1", "first");
        owner.edit("a", "ann", "e1", 1, "second");
        owner.send("a", "bob", "m1", "other");
    }

    @Test
    void theMessageAndEveryEarlierEditAreShownWithoutABody() {
        Outcome deleted = owner.outcome(owner.delete("a", "ann", "d1", 1));
        assertThat(deleted.seq()).isEqualTo(4);
        assertThat(deleted.target()).isEqualTo(1);
        assertThat(deleted.version()).isEqualTo(3);
        List<String> shown = List.of("1:3:null:deleted", "2:2:null:deleted", "3:1:other", "4:3:null");
        assertThat(owner.page("a", 0)).isEqualTo(shown);
        assertThat(new SequencerFixture(log).page("a", 0))
                .as("before the log is redacted")
                .isEqualTo(shown);
        log.redact(owner.outbox().get(0));
        assertThat(new SequencerFixture(log).page("a", 0)).as("and after it").isEqualTo(shown);
    }

    @Test
    void anEditIsShownWithoutABodyOnAPageThatEndsBeforeTheDeletionToo() {
        owner.delete("a", "ann", "d1", 1);
        owner = new SequencerFixture(log);
        owner.sequencer().ends("a");
        assertThat(SequencerFixture.entries(
                        owner.sequencer().after("a", 1, 1, 65_536).result()))
                .containsExactly("2:2:null:deleted");
    }

    @Test
    void theDeletionIsHandedOnToBeCarriedOutInTheLog() {
        owner.delete("a", "ann", "d1", 1);
        assertThat(owner.outbox()).extracting(Entry::seq).containsExactly(4L);
    }

    @Test
    void aDeletionOfAnotherOwnerThatIsFoundIsHandedOnToo() {
        new SequencerFixture(log).delete("a", "ann", "d1", 1);
        owner.sequencer().probe(List.of("a"));
        assertThat(owner.outbox()).extracting(Entry::seq).containsExactly(4L);
        assertThat(owner.page("a", 0)).startsWith("1:3:null:deleted", "2:2:null:deleted");
    }

    @Test
    void whatWasDeletedIsNeitherEditedNorDeletedAgain() {
        owner.delete("a", "ann", "d1", 1);
        for (int i = 0; i < 2; i++) {
            assertThat(owner.error(owner.edit("a", "ann", "e2", 1, "x"))).isEqualTo("target-not-found");
            assertThat(owner.error(owner.delete("a", "ann", "d2", 1))).isEqualTo("target-not-found");
            owner = new SequencerFixture(log);
        }
    }

    @Test
    void anEditBehindADeletionInTheSameWriteIsRefused() {
        Submission deletion = owner.change("delete", "a", "ann", "d1", "null", new Change(1, 0, null, false));
        Submission edit = owner.change("edit", "a", "ann", "e2", "1", new Change(1, 0, null, false));
        owner.submit(deletion, edit);
        assertThat(owner.seq(deletion.replyTo().ref())).isEqualTo(4);
        assertThat(owner.error(edit.replyTo().ref())).isEqualTo("target-not-found");
    }

    @Test
    void onlyTheSenderDeletes() {
        assertThat(owner.error(owner.delete("a", "bob", "d1", 1))).isEqualTo("forbidden");
        assertThat(owner.error(owner.delete("a", "bob", "d2", 3))).isNull();
    }

    @Test
    void repeatsOfWhatHasNoBodyAnyMoreAreRepeatsWhateverTheySay() {
        owner.delete("a", "ann", "d1", 1);
        log.redact(owner.outbox().get(0));
        for (int i = 0; i < 2; i++) {
            assertThat(owner.outcome(owner.send("a", "ann", "m1", "whatever")).duplicate())
                    .isTrue();
            assertThat(owner.outcome(owner.edit("a", "ann", "e1", 1, "whatever"))
                            .duplicate())
                    .isTrue();
            Outcome again = owner.outcome(owner.delete("a", "ann", "d1", 1));
            assertThat(again.duplicate()).isTrue();
            assertThat(again.version()).isEqualTo(3);
            assertThat(owner.error(owner.edit("a", "ann", "e1", 3, "second"))).isEqualTo("id-conflict");
            owner = new SequencerFixture(log);
        }
    }

    @Test
    void theRingKeepsNothingOfItFromTheDeletionOn() {
        owner.delete("a", "ann", "d1", 1);
        assertThat(log.at(new LogId("a", 1).entryId(1)).body())
                .as("in the log it is still")
                .isEqualTo("\"first\"");
        assertThat(owner.outcome(owner.send("a", "ann", "m1", "whatever")).duplicate())
                .as("nobody remembers what it said")
                .isTrue();
    }
}
