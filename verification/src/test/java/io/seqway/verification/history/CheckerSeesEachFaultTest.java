package io.seqway.verification.history;

import static io.seqway.verification.history.Story.EPOCH;
import static io.seqway.verification.history.Story.message;
import static io.seqway.verification.history.Violation.Kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each history holds one fault, and the verdict is that one and no other. */
class CheckerSeesEachFaultTest {
    private static final Message A1 = message("alice", "a1");
    private static final Message A2 = message("alice", "a2");
    private static final Message A3 = message("alice", "a3");
    private static final Message FORGED = message("mallory", "x");

    /** Alice sends three and has them acked; Bob is there from the start. */
    private static Story talk() {
        return new Story()
                .comes("alice", 0)
                .comes("bob", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .sends("alice", "a2")
                .acked("alice", "a2", 2)
                .sends("alice", "a3")
                .acked("alice", "a3", 3);
    }

    private static Story all(String client, Story story) {
        return story.saw(client, 1, A1).saw(client, 2, A2).saw(client, 3, A3);
    }

    private static void only(Kind kind, Story story) {
        just(story, kind);
    }

    private static void just(Story story, Kind... kinds) {
        Verdict verdict = story.check();
        assertThat(verdict.violations().keySet()).as("%s", verdict.examples()).containsExactlyInAnyOrder(kinds);
        assertThat(verdict.isGreen()).isFalse();
    }

    @Test
    void ackedAndNotInTheLog() {
        Story story = talk();
        story.saw("alice", 1, A1).saw("alice", 2, A2).saw("bob", 1, A1).saw("bob", 2, A2);
        only(Kind.LOST, story.log(A1, A2));
    }

    @Test
    void seenAndNotInTheLog() {
        Story story = talk().sends("alice", "a4");
        all("alice", all("bob", story)).saw("bob", 4, message("alice", "a4"));
        only(Kind.LOST, story.log(A1, A2, A3));
    }

    @Test
    void ackedAndAnotherInItsPlace() {
        Story story = talk().sends("bob", "b1").saw("alice", 1, A1).saw("alice", 2, A2);
        Message b1 = message("bob", "b1");
        story.saw("alice", 3, b1).saw("bob", 1, A1).saw("bob", 2, A2).saw("bob", 3, b1);
        just(story.log(A1, A2, b1), Kind.LOST, Kind.FORK);
    }

    @Test
    void ackedAndNeverSeenByAClient() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 2, A2);
        only(Kind.ABSENT, story.log(A1, A2, A3));
    }

    @Test
    void aClientThatNeverGotIn() {
        only(
                Kind.ABSENT,
                all("alice", all("bob", talk())).tries("carol").breaks("carol").log(A1, A2, A3));
    }

    @Test
    void givenTwice() {
        Story story = all("alice", talk())
                .saw("bob", 1, A1)
                .saw("bob", 2, A2)
                .saw("bob", 2, A2)
                .saw("bob", 3, A3);
        only(Kind.REPEATED, story.log(A1, A2, A3));
    }

    @Test
    void givenAgainAfterAResumeFromBehindIt() {
        Story story =
                all("alice", all("bob", talk())).breaks("bob").comes("bob", 3).sawMissed("bob", 3, A3);
        only(Kind.REPEATED, story.log(A1, A2, A3));
    }

    @Test
    void givenInAnotherOrder() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 3, A3).saw("bob", 2, A2);
        only(Kind.REORDERED, story.log(A1, A2, A3));
    }

    @Test
    void oneLeftOutUntilTheClientAsked() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 3, A3).resumes("bob", 1, EPOCH);
        story.sawMissed("bob", 2, A2).sawMissed("bob", 3, A3).resumed("bob", "recovered", 3);
        only(Kind.HOLE, story.log(A1, A2, A3));
    }

    @Test
    void oneLeftOutOnEachOfTwoConnections() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 3, A3).breaks("bob");
        story.comes("bob", 1).sawMissed("bob", 3, A3).breaks("bob");
        story.comes("bob", 1).sawMissed("bob", 2, A2).sawMissed("bob", 3, A3).log(A1, A2, A3);
        only(Kind.HOLE, story);
        assertThat(story.check().violations()).containsEntry(Kind.HOLE, 2L);
    }

    @Test
    void oneLeftOutForGood() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 3, A3).log(A1, A2, A3);
        just(story, Kind.HOLE, Kind.ABSENT);
        assertThat(story.check().violations()).containsEntry(Kind.HOLE, 1L);
    }

    @Test
    void oneLeftOutBeforeTheLogWasMadeAnew() {
        Story story = all("alice", talk()).breaks("bob").tries("bob").resumes("bob", 0, "e.0");
        story.saw("bob", 1, A1).saw("bob", 3, A3).inRoom("bob", Event.Kind.RESET, 0, null, EPOCH);
        only(Kind.HOLE, all("bob", story).log(A1, A2, A3));
    }

    @Test
    void seenBeforeTheLogWasMadeAnewAndNotAgain() {
        Story story = all("alice", talk()).breaks("bob").tries("bob").resumes("bob", 0, "e.0");
        all("bob", story)
                .inRoom("bob", Event.Kind.RESET, 0, null, EPOCH)
                .saw("bob", 1, A1)
                .saw("bob", 2, A2);
        only(Kind.ABSENT, story.log(A1, A2, A3));
    }

    @Test
    void lessSentThanTheServerSays() {
        Story story = all("alice", talk()).saw("bob", 1, A1).inRoom("bob", Event.Kind.BEHIND, 3, null, EPOCH);
        story.resumes("bob", 1, EPOCH).sawMissed("bob", 2, A2).sawMissed("bob", 3, A3);
        only(Kind.HOLE, story.log(A1, A2, A3));
    }

    @Test
    void recoveredWithoutWhatWasMissed() {
        Story story = all("alice", talk())
                .resumed("bob", "recovered", 3)
                .breaks("bob")
                .comes("bob", 0);
        only(Kind.HOLE, all("bob", story).log(A1, A2, A3));
    }

    @Test
    void aHoleInTheLog() {
        Story story = all("alice", all("bob", talk())).sends("alice", "a4").sends("alice", "a5");
        List<LogEntry> entries = List.of(
                new LogEntry(EPOCH, 1, A1),
                new LogEntry(EPOCH, 2, A2),
                new LogEntry(EPOCH, 3, A3),
                new LogEntry(EPOCH, 5, message("alice", "a5")));
        story.breaks("alice").goes("bob").comes("alice", 4).comes("bob", 4);
        Verdict verdict = story.saw("alice", 5, message("alice", "a5"))
                .saw("bob", 5, message("alice", "a5"))
                .log("history", entries)
                .check();
        assertThat(verdict.examples())
                .filteredOn(one -> one.client().equals("log"))
                .extracting(Violation::kind, Violation::seq)
                .containsExactly(tuple(Kind.HOLE, 4L));
    }

    @Test
    void twoValuesForOneSeq() {
        Story story = all("alice", talk()).saw("bob", 1, A1).saw("bob", 2, A3).saw("bob", 3, A3);
        only(Kind.FORK, story.log(A1, A2, A3));
    }

    @Test
    void ackedAtAnotherSeqThanInTheLog() {
        only(
                Kind.ACK_DISAGREES,
                all("alice", all("bob", talk())).acked("alice", "a2", 3).log(A1, A2, A3));
    }

    @Test
    void storedTwice() {
        Story story = all("alice", all("bob", talk())).saw("alice", 4, A2).saw("bob", 4, A2);
        only(Kind.STORED_TWICE, story.log(A1, A2, A3, A2));
    }

    @Test
    void seenAndNeverSent() {
        Story story = all("alice", all("bob", talk())).saw("alice", 4, FORGED).saw("bob", 4, FORGED);
        only(Kind.UNEXPLAINED, story.log(A1, A2, A3, FORGED));
    }

    @Test
    void seenNeverSentAndNotInTheLog() {
        just(all("alice", all("bob", talk())).saw("bob", 4, FORGED).log(A1, A2, A3), Kind.UNEXPLAINED, Kind.LOST);
    }

    @Test
    void twoValuesForOneSeqInTheLog() {
        Story story = all("alice", all("bob", talk())).sends("bob", "b1");
        List<LogEntry> entries = List.of(
                new LogEntry(EPOCH, 1, A1),
                new LogEntry(EPOCH, 2, A2),
                new LogEntry(EPOCH, 3, A3),
                new LogEntry(EPOCH, 3, message("bob", "b1")));
        only(Kind.FORK, story.log("history", entries));
    }

    @Test
    void anotherBodyThanWasSent() {
        Message changed = new Message(Story.ROOM, "alice", "a2", Message.hash("something else"));
        Story story = new Story()
                .comes("alice", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 1)
                .sends("alice", "a2");
        only(
                Kind.UNEXPLAINED,
                story.saw("alice", 1, A1).saw("alice", 2, changed).log(A1, changed));
    }

    @Test
    void inAnotherOrderThanSentOnOneConnection() {
        Story story = new Story()
                .comes("alice", 0)
                .sends("alice", "a1")
                .sends("alice", "a2")
                .acked("alice", "a2", 1)
                .acked("alice", "a1", 2);
        only(Kind.SENDER_ORDER, story.saw("alice", 1, A2).saw("alice", 2, A1).log(A2, A1));
    }

    @Test
    void inFrontOfWhatItNamedInAfter() {
        Story story = new Story()
                .comes("alice", 0)
                .sends("alice", "a1")
                .sends("alice", "a2", "a1")
                .breaks("alice")
                .comes("alice", 0)
                .sends("alice", "a1")
                .acked("alice", "a1", 2);
        only(Kind.SENDER_ORDER, story.saw("alice", 1, A2).saw("alice", 2, A1).log(A2, A1));
    }

    @Test
    void storedWithoutWhatItNamedInAfter() {
        Story story = new Story().comes("alice", 0).sends("alice", "a1").sends("alice", "a2", "a1");
        only(
                Kind.SENDER_ORDER,
                story.acked("alice", "a2", 1).saw("alice", 1, A2).log(A2));
    }

    @Test
    void resetThoughItsPlaceWasGood() {
        Story story = all("alice", all("bob", talk())).breaks("bob").comes("bob", 3);
        story.inRoom("bob", Event.Kind.RESET, 0, null, EPOCH);
        story.sawMissed("bob", 1, A1)
                .sawMissed("bob", 2, A2)
                .sawMissed("bob", 3, A3)
                .resumed("bob", "reset", 3);
        only(Kind.UNTRUE_RESET, story.log(A1, A2, A3));
    }

    @Test
    void truncatedThoughTheLogHoldsWhatIsNext() {
        Story story = all("alice", all("bob", talk().resumed("bob", "truncated", 0)));
        only(Kind.UNTRUE_RESET, story.log(A1, A2, A3));
    }

    @Test
    void refusedForCertainAndStored() {
        Story story = all("alice", all("bob", talk())).sends("alice", "a4").refused("alice", "a4", "unavailable");
        Message a4 = message("alice", "a4");
        only(
                Kind.REFUSED_BUT_STORED,
                story.saw("alice", 4, a4).saw("bob", 4, a4).log(A1, A2, A3, a4));
    }

    @Test
    void readDifferentlyInTwoWays() {
        Story story = all("alice", all("bob", talk()));
        only(Kind.READERS_DISAGREE, story.log(A1, A2, A3).log("resume", A1, A2));
    }

    @Test
    void readInAnotherOrder() {
        Story story = all("alice", all("bob", talk()));
        only(Kind.READERS_DISAGREE, story.log(A1, A2, A3).log("store", A1, A3, A2));
    }

    @Test
    void aClientThatMadeAMistake() {
        Story story = all("alice", all("bob", talk()));
        only(
                Kind.CLIENT_FAILED,
                story.event("bob", Event.Kind.FAILED, 0, null, "no such frame").log(A1, A2, A3));
    }

    @Test
    void aClientThatDoesNotSayWhatItHas() {
        Story story = all("alice", all("bob", talk())).breaks("bob").comes("bob", 1);
        only(
                Kind.CLIENT_FAILED,
                story.sawMissed("bob", 2, A2).sawMissed("bob", 3, A3).log(A1, A2, A3));
    }

    @Test
    void aLogThatIsNotShown() {
        Story story = all("alice", all("bob", talk()));
        only(
                Kind.UNREADABLE,
                story.event("reader", Event.Kind.UNREADABLE, 0, null, "by pages: unavailable")
                        .log(A1, A2, A3));
    }

    @Test
    void nothingSent() {
        only(Kind.NOTHING_PROVEN, new Story().comes("alice", 0).comes("bob", 0).log());
    }
}
