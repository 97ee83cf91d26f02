package io.seqway.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub says is said until presence has taken it. */
class AnnouncementsTest {
    private static final HereTaken REFUSED = new HereTaken(false, true);
    private static final HereTaken TAKEN = new HereTaken(true, true);

    private static final Promise<BusMessage> NEVER = Promise.promise();

    private final VirtualTime loop = new VirtualTime();
    private final AnsweringPresence presence = new AnsweringPresence();
    private final SourceLease lease = new SourceLease(presence, presence, "self/0", () -> {}, () -> {});
    private final Announcements announcements =
            new Announcements(loop, presence, lease, room -> "self", presence.nodes::contains);

    @BeforeEach
    void begin() {
        lease.renew();
    }

    @Test
    void whatIsSaidInOneTurnGoesTogetherAndOnce() {
        say("ann", 1);
        say("ben", 1);
        say("ann", 2);
        loop.pass(10_000);

        assertThat(presence.words).hasSize(1);
        assertThat(said()).containsExactly("ann 2", "ben 1");
        assertThat(presence.words.get(0).node()).isEqualTo(lease.source());
    }

    @Test
    void whatWasNotTakenIsSaidAgainWithHowLongAgoItWas() {
        presence.taken = REFUSED;
        say("ann", 0);
        loop.pass(0);
        presence.taken = TAKEN;

        loop.pass(Announcements.FIRST_PAUSE_MS);

        assertThat(said()).containsExactly("ann 0", "ann 0");
        assertThat(lastWord().ago()).isEqualTo(Announcements.FIRST_PAUSE_MS);
        loop.pass(60_000);
        assertThat(presence.words).hasSize(2);
    }

    @Test
    void aLaterWordTakesThePlaceOfOneThatWasNotTaken() {
        presence.taken = REFUSED;
        say("ann", 1);
        loop.pass(0);
        say("ann", 0);
        presence.taken = TAKEN;

        loop.pass(60_000);

        assertThat(said()).containsExactly("ann 1", "ann 0");
    }

    @Test
    void whoRefusesIsAskedRarelyAndWithAFewWords() {
        presence.taken = REFUSED;
        for (int i = 0; i < 3 * Announcements.PROBE; i++) {
            say("u" + i, 1);
        }
        loop.pass(20_000);

        assertThat(presence.words).hasSizeLessThan(10);
        assertThat(presence.words.stream().skip(1))
                .allMatch(here -> here.arrivals().size() <= Announcements.PROBE);
        presence.taken = TAKEN;
        presence.words.clear();
        loop.pass(Announcements.LONGEST_PAUSE_MS);
        assertThat(said()).doesNotHaveDuplicates().hasSize(3 * Announcements.PROBE);
    }

    @Test
    void whenPresenceIsBackItIsToldAtOnce() {
        presence.taken = REFUSED;
        say("ann", 1);
        loop.pass(10_000);
        presence.taken = TAKEN;
        presence.words.clear();

        announcements.resume();

        assertThat(said()).containsExactly("ann 1");
    }

    @Test
    void aNodeThatDoesNotAnswerKeepsNobodyWaitingForAnotherOne() {
        Announcements two = new Announcements(
                loop, presence, lease, room -> room.equals("its") ? "gone" : "self", presence.nodes::contains);
        presence.silent = true;
        two.say(new Arrival("its", "ann", "ann", 1, 0, null, null, 0));
        loop.pass(0);
        presence.silent = false;
        presence.words.clear();

        two.say(new Arrival("other", "ben", "ben", 1, 0, null, null, 0));
        loop.pass(0);

        assertThat(said()).containsExactly("ben 1");
    }

    @Test
    void aNodeOfTheVersionBeforeHearsAllOfItAgainAndAgain() {
        presence.silent = true;
        for (int i = 0; i < 2 * Announcements.PROBE; i++) {
            say("u" + i, 1);
        }
        loop.pass(0);
        presence.words.clear();

        loop.pass(Announcements.FIRST_PAUSE_MS);

        assertThat(said()).hasSize(2 * Announcements.PROBE);
    }

    @Test
    void nothingIsSaidUnderANameWithoutALease() {
        String before = lease.source();
        presence.forgetsOnce = true;
        say("ann", 1);
        loop.pass(0);

        assertThat(lease.source()).isNotEqualTo(before);
        announcements.resume();
        assertThat(presence.words).extracting(here -> here.node()).containsExactly(before, lease.source());
    }

    @Test
    void aLaterWordWaitsForAnEarlierOneThatIsOnItsWayToAnotherNode() {
        List<String> asked = new ArrayList<>();
        List<Promise<BusMessage>> answers = new ArrayList<>();
        String[] owner = {"self"};
        Announcements moving = moving(asked, answers, owner);
        moving.say(new Arrival("r", "ann", null, 1));
        loop.pass(0);
        owner[0] = "new";
        moving.say(new Arrival("r", "ann", null, 0));
        moving.say(new Arrival("r", "ben", null, 1));
        loop.pass(0);
        assertThat(asked).containsExactly("self ann 1", "new ben 1");

        answers.get(0).complete(TAKEN);
        loop.pass(0);

        assertThat(asked).containsExactly("self ann 1", "new ben 1", "new ann 0");
    }

    @Test
    void forANodeThatIsGoneNoWordWaits() {
        List<String> asked = new ArrayList<>();
        String[] owner = {"gone"};
        Announcements moving = moving(asked, new ArrayList<>(), owner);
        moving.say(new Arrival("r", "ann", null, 1));
        loop.pass(0);
        owner[0] = "self";
        moving.say(new Arrival("r", "ann", null, 0));
        loop.pass(0);

        assertThat(asked).containsExactly("gone ann 1", "self ann 0");
    }

    /** What is said to whom, and is not answered before the test does. */
    private Announcements moving(List<String> asked, List<Promise<BusMessage>> answers, String[] owner) {
        PresenceBus bus = (address, question) -> {
            ((Here) question)
                    .arrivals()
                    .forEach(word ->
                            asked.add(address.substring(Addresses.presence("").length())
                                    + ' '
                                    + word.user()
                                    + ' '
                                    + word.connections()));
            answers.add(Promise.promise());
            return answers.get(answers.size() - 1).future();
        };
        presence.nodes.add("new");
        return new Announcements(loop, bus, lease, room -> owner[0], presence.nodes::contains);
    }

    @Test
    void aNodeWithAnotherRedisCostsNoNewName() {
        Announcements two = new Announcements(
                loop, presence, lease, room -> room.equals("its") ? "other" : "self", presence.nodes::contains);
        presence.withOtherRedis.add("presence.other");
        String name = lease.source();

        two.say(new Arrival("its", "ann", "ann", 1, 0, null, null, 0));
        loop.pass(60_000);
        two.say(new Arrival("here", "ben", "ben", 1, 0, null, null, 0));
        loop.pass(0);

        assertThat(lease.source()).as("who counts its names counts its users").isEqualTo(name);
        assertThat(presence.words).as("it is asked rarely").hasSizeBetween(10, 20);
        assertThat(said()).endsWith("ben 1");
    }

    @Test
    void manyWordsGoInSeveralMessages() {
        for (int i = 0; i < 2 * Announcements.BATCH + 1; i++) {
            say("u" + i, 1);
        }
        loop.pass(0);

        assertThat(presence.words)
                .extracting(here -> here.arrivals().size())
                .containsExactlyInAnyOrder(Announcements.BATCH, Announcements.BATCH, 1);
    }

    @Test
    void ofTooManyWhoHaveLeftPresenceHearsByTheEndOfTheLease() {
        String before = lease.source();
        presence.taken = REFUSED;
        for (int i = 0; i < Announcements.MAX_LEFT; i++) {
            say("u" + i, 0);
            say("u" + i, 0);
        }
        loop.pass(0);
        assertThat(lease.source()).isEqualTo(before);

        say("one more", 0);
        presence.taken = TAKEN;
        presence.words.clear();
        loop.pass(60_000);

        assertThat(lease.source()).isNotEqualTo(before);
        assertThat(lease.held()).isTrue();
        assertThat(said()).isEmpty();
    }

    @Test
    void whoHasLeftIsBoundedAlsoWhileNoAnswerComes() {
        Announcements unheard = new Announcements(
                loop, (address, question) -> NEVER.future(), lease, room -> "self", presence.nodes::contains);
        String before = lease.source();
        for (int i = 0; i <= Announcements.MAX_LEFT; i++) {
            unheard.say(new Arrival("r", "u" + i, null, 0));
            loop.pass(0);
        }

        assertThat(lease.source()).isNotEqualTo(before);
    }

    @Test
    void whoComesBackOrWasHeardOfCountsNoMoreAmongThoseWhoHaveLeft() {
        String before = lease.source();
        for (int round = 0; round < 3; round++) {
            presence.taken = REFUSED;
            for (int i = 0; i < Announcements.MAX_LEFT; i++) {
                say("u" + i, 0);
            }
            loop.pass(0);
            for (int i = 0; i < Announcements.MAX_LEFT / 2; i++) {
                say("u" + i, 1);
            }
            presence.taken = TAKEN;
            loop.pass(60_000);
        }

        assertThat(lease.source()).isEqualTo(before);
    }

    @Test
    void whoAsksHearsWhenAllIsTakenThatWasSaidUntilThen() {
        assertThat(announcements.taken().isComplete()).isTrue();
        presence.taken = REFUSED;
        say("ann", 1);
        say("ben", 1);
        Future<Void> taken = announcements.taken();
        loop.pass(0);
        say("ann", 2);
        loop.pass(0);
        assertThat(taken.isComplete()).isFalse();

        presence.taken = TAKEN;
        loop.pass(Announcements.LONGEST_PAUSE_MS);

        assertThat(taken.isComplete()).isTrue();
        assertThat(said()).endsWith("ann 2", "ben 1");
    }

    @Test
    void whoAsksDoesNotWaitForWhatIsSaidAfterwards() {
        List<Promise<BusMessage>> answers = new ArrayList<>();
        PresenceBus slow = (address, question) -> {
            answers.add(Promise.promise());
            return answers.get(answers.size() - 1).future();
        };
        Announcements slowly = new Announcements(loop, slow, lease, room -> "self", presence.nodes::contains);
        slowly.say(new Arrival("r", "ann", null, 1));
        loop.pass(0);
        Future<Void> taken = slowly.taken();
        slowly.say(new Arrival("r", "ben", null, 1));
        loop.pass(0);

        answers.get(0).complete(TAKEN);

        assertThat(taken.isComplete()).isTrue();
    }

    private void say(String user, int connections) {
        announcements.say(new Arrival("r", user, null, connections));
    }

    private List<String> said() {
        return words().map(word -> word.user() + ' ' + word.connections()).toList();
    }

    private Arrival lastWord() {
        return words().reduce((first, second) -> second).orElseThrow();
    }

    private Stream<Arrival> words() {
        return presence.words.stream().flatMap(here -> here.arrivals().stream());
    }
}
