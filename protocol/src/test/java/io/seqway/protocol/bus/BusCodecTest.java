package io.seqway.protocol.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage.Beacon;
import io.seqway.protocol.bus.BusMessage.Change;
import io.seqway.protocol.bus.BusMessage.Delivery;
import io.seqway.protocol.bus.BusMessage.Emit;
import io.seqway.protocol.bus.BusMessage.Ends;
import io.seqway.protocol.bus.BusMessage.Gap;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Part;
import io.seqway.protocol.bus.BusMessage.PartitionSum;
import io.seqway.protocol.bus.BusMessage.PipeEnd;
import io.seqway.protocol.bus.BusMessage.Pushed;
import io.seqway.protocol.bus.BusMessage.Read;
import io.seqway.protocol.bus.BusMessage.Run;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.BusMessage.Submit;
import io.seqway.protocol.bus.BusMessage.Watch;
import io.seqway.protocol.bus.BusMessage.Watched;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.Cursor;
import io.seqway.protocol.frame.Standing;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one node says is what another one hears. */
class BusCodecTest {
    private final BusCodec codec = new BusCodec(Assertions::fail);

    static Stream<BusMessage> messages() {
        ReplyTo replyTo = new ReplyTo("n1", 1, 77, 2);
        Author author = new Author("ann", "Ann \uD83D\uDE00", null);
        Submission submission = new Submission(replyTo, "a", author, "m1", "message", "{\"$date\":1.0}", 0, "m0");
        Submission optimistic =
                new Submission(replyTo, "a", author, "m2", "message", "1", 0, null, false, false, true, null, false);
        Submission edit = Submission.change("edit", "a", author, "m3", "2", new Change(5, 1, "m2", false))
                .answeredTo(replyTo);
        Submission deletion = Submission.change("delete", "a", author, "m4", "null", new Change(5, 0, null, true))
                .answeredTo(replyTo);
        Submission member = Submission.change(
                        "member",
                        "a",
                        author,
                        "m5",
                        "null",
                        new Change(0, 0, null, true, new BusMessage.MemberChange("bob", "owner")))
                .answeredTo(replyTo);
        return Stream.of(
                new Submit("n1", 1, List.of(new Part(5, 2, 7, List.of(submission, submission.in(3, true, true))))),
                new BusMessage.Probe("n1", 1, List.of(new PipeEnd(5, 2, 9, "a"))),
                new Watch("n1", List.of(new Watched("a", null, -1), new Watched("b", "e.1", 0))),
                new BusMessage.Unwatch("n1", List.of("a")),
                new Read(replyTo, "a", 0, -1, 100, 65_536),
                new Read(replyTo, "a", -1, 9_007_199_254_740_991L, 100, 65_536),
                new BusMessage.UnwatchAll("n1", List.of(0, 63)),
                new BusMessage.Heard("n1", 1_700_000_000_000L, 262_145),
                new Beacon(new Pushed("n2", 3, 0), List.of()),
                new Beacon(
                        new Pushed("n2", 1_700_000_000_000L, 9_007_199_254_740_991L),
                        List.of(
                                new PartitionSum(0, 1, 0, 0),
                                new PartitionSum(1, 1, 2, 0),
                                new PartitionSum(63, 7, 100_000, Long.MIN_VALUE))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(new BusMessage.Owned(63, "n1", 7)),
                        List.of(new Outcome(replyTo, "a", "e.1", 5, 17, true, null, null, 0)),
                        List.of(new Gap(1, 5, 2, 8)),
                        List.of(new Ends("a", "e.1", 0, 5)),
                        List.of()),
                BusMessage.Present.unavailable("a"),
                new Beacon(new Pushed("n2", 3, 0), List.of(), true),
                new Submit("n1", 1, List.of(new Part(5, 2, 8, List.of(optimistic)))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(Pending.ended("a", "ann", "m1", "timeout")),
                        List.of(),
                        List.of(),
                        List.of()),
                new BusMessage.Disconnect("ann", "bye"),
                new BusMessage.Disconnected(3),
                new BusMessage.Connected(
                        "n1",
                        1,
                        32,
                        false,
                        List.of(
                                new BusMessage.Connection("ann", "s1", 1_795_000_000_000_001L, true),
                                new BusMessage.Connection("ann", "s2", 0, false))),
                new BusMessage.Surplus(1, true, List.of("s1", "s2")),
                new BusMessage.AskClock(),
                new BusMessage.Clock(1_795_000_000_000_001L),
                new BusMessage.Given("n1"),
                new Submit("n1", 1, List.of(new Part(5, 2, 9, List.of(edit, deletion.in(3, true, true))))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(),
                        List.of(
                                new Outcome(replyTo, "a", "e.1", 7, 17, false, null, null, 0, 5, 2),
                                new Outcome(replyTo, "a", "e.1", 0, 0, false, "version-conflict", "2", 0, 0, 2)),
                        List.of(),
                        List.of(),
                        List.of(new Run("a", "e.1", 7, List.of(), 5))),
                new BusMessage.Present(
                        "a",
                        List.of(new BusMessage.PresentUser("ann", "Ann", 2, 0, "busy", "in a call")),
                        501,
                        true,
                        "ann",
                        1_795_000_000_000_001L),
                new BusMessage.Who("a"),
                new BusMessage.Who("a", List.of("ann"), null, 0),
                new BusMessage.Who("a", List.of(), "ann", 500),
                new BusMessage.PresenceChange("a", List.of(), List.of(), 501, true, 1_795_000_000_000_001L, 0),
                new BusMessage.Here(
                        "n1/0/a",
                        List.of(
                                new BusMessage.Arrival("a", "ann", "Ann", 1),
                                new BusMessage.Arrival("a", "ben", null, 0, 7, "away", "lunch", 9))),
                new BusMessage.HereTaken(true, false),
                new BusMessage.Lease("n1/0/a", "n1", true),
                new BusMessage.Leased(true, false),
                new BusMessage.SayAgain("n1"),
                new BusMessage.AskSeen(List.of("ann")),
                new BusMessage.Seen(List.of(new BusMessage.SeenUser("ann", 7))),
                new BusMessage.Moves("n1", List.of(new BusMessage.Move("a", "ann", 7, 5))),
                new BusMessage.AskCursors(replyTo, "a"),
                new BusMessage.Cursors(replyTo, List.of(new Cursor("ann", 7, 5)), true, null),
                new BusMessage.Cursors(replyTo, null, false, "unavailable"),
                new BusMessage.AskStandings(replyTo, "ann", List.of("a", "b")),
                new BusMessage.Standings(replyTo, List.of(new Standing("a", 9, "e.1", 7, 5, 3, "member")), null),
                new BusMessage.AskRooms(replyTo, "ann", "a", 50),
                new BusMessage.RoomNames(replyTo, List.of("b"), true, null),
                new BusMessage.AskPlace(replyTo, "a", 1_795_000_000_000L),
                new BusMessage.Place(replyTo, 7, null),
                new Delivery(
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new BusMessage.Moved("a", List.of(new Cursor("ann", 7, 5))))),
                new BusMessage.AskUser("ann"),
                new BusMessage.UserReport(
                        "n1",
                        List.of(new BusMessage.ConnectionReport(
                                "s1",
                                "203.0.113.7",
                                17,
                                1_700_000_000_000L,
                                2,
                                3,
                                0,
                                List.of(new BusMessage.RoomPosition("a", -1, true))))),
                new BusMessage.AskRoom("a"),
                new BusMessage.RoomReport("n1", 5, null, 0, false, null),
                new BusMessage.RoomReport(
                        "n1", 5, "n1", 2, true, new BusMessage.RoomState("e.1", 0, 7, 1, 7, 900, 0, 0, List.of("n2"))),
                new Submit("n1", 1, List.of(new Part(5, 2, 10, List.of(member, submission.granted(true))))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(),
                        List.of(new Outcome(
                                replyTo, "a", "e.2", 0, 0, false, "limit-exceeded", "no", 0, 0, 0, "members=1")),
                        List.of(),
                        List.of(),
                        List.of()),
                new BusMessage.AskRights(replyTo, List.of(new BusMessage.RoomUser("a", "ann"))),
                new BusMessage.Rights(replyTo, List.of(new BusMessage.RoomRight("a", "members", "owner", 7)), null),
                new BusMessage.Rights(replyTo, null, "unavailable"),
                new BusMessage.AskMemberships(replyTo, "ann", "a", 50),
                new BusMessage.Manage(
                        replyTo,
                        "a",
                        "r1",
                        BusMessage.Manage.MAKE,
                        author,
                        true,
                        new BusMessage.RoomContent(
                                "members", List.of(new BusMessage.RoomMember("ann", "owner", 0)), "A", "{}"),
                        null,
                        0),
                new BusMessage.Managed(
                        replyTo,
                        new BusMessage.MadeRoom("a", "members", "A", "{}", null, 17, "owner", "e.2", 7, 3),
                        List.of(new BusMessage.RoomMember("ann", "owner", 7)),
                        true,
                        null,
                        null),
                new BusMessage.Managed(
                        replyTo, null, null, false, new BusMessage.Refused("forbidden", "no", null, 0), null),
                new BusMessage.AskMadeRooms(replyTo, null, "a", 100),
                new BusMessage.MadeRooms(
                        replyTo,
                        List.of(new BusMessage.MadeRoom("a", "open", null, null, null, 17, null, null, 0, 0)),
                        "a",
                        null),
                new BusMessage.Memberships("a", "e.2", 7, "member", List.of("ann"), null),
                new BusMessage.Memberships("a", "e.2", 0, null, List.of("ann"), "gone"),
                new BusMessage.Manage(
                        replyTo,
                        "a",
                        "r2",
                        BusMessage.Manage.CHANGE,
                        author,
                        true,
                        new BusMessage.RoomContent(
                                null, null, null, null, new BusMessage.RoomRetention(3_600, 0), false),
                        null,
                        0),
                new BusMessage.Manage(
                        replyTo,
                        "a",
                        "r3",
                        BusMessage.Manage.CHANGE,
                        author,
                        true,
                        new BusMessage.RoomContent(null, null, null, null, null, true),
                        null,
                        0),
                new BusMessage.Managed(
                        replyTo,
                        new BusMessage.MadeRoom(
                                "a", "open", null, null, new BusMessage.RoomRetention(0, 5), 17, "owner", "e.2", 7, 3),
                        null,
                        false,
                        null,
                        null),
                new BusMessage.SaidAgain());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageComesOutAsItWentIn(BusMessage message) {
        assertThat(overTheWire(message)).isEqualTo(message);
    }

    @Test
    void framesComeOutByteForByte() {
        byte[] frame = "{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8);
        Delivery sent = new Delivery(
                null, List.of(), List.of(), List.of(), List.of(), List.of(new Run("a", "e.1", 6, List.of(frame))));
        Delivery heard = (Delivery) overTheWire(sent);
        assertThat(heard.runs().get(0).first()).isEqualTo(6);
        assertThat(heard.runs().get(0).frames().get(0)).isEqualTo(frame);
    }

    @Test
    void whatIsShownBeforeItIsStoredComesOutByteForByte() {
        byte[] frame = "{\"type\":\"pending\"}".getBytes(StandardCharsets.UTF_8);
        ReplyTo from = new ReplyTo("n1", 1, 77, 2);
        Delivery heard = (Delivery) overTheWire(new Delivery(
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(Pending.shown(from, "a", "ann", "m1", frame)),
                List.of(),
                List.of(
                        new Signal("n1", 1, "a", "ben", frame),
                        new Signal("n1", 1, "a", null, frame, new Signal.Typing("ann", true))),
                List.of()));
        assertThat(heard.pendings().get(0).from()).isEqualTo(from);
        assertThat(heard.pendings().get(0).frame()).isEqualTo(frame);
        assertThat(heard.signals().get(0).to()).isEqualTo("ben");
        assertThat(heard.signals().get(1).typing()).isEqualTo(new Signal.Typing("ann", true));
        assertThat(heard.signals().get(0).frame()).isEqualTo(frame);
        Emit emit = (Emit) overTheWire(new Emit("n1", heard.signals().get(0)));
        assertThat(emit.signal().frame()).isEqualTo(frame);
    }

    @Test
    void aBeaconAboutPartitionsWithoutRoomsIsSmall() {
        List<PartitionSum> all = IntStream.range(0, Partitions.COUNT)
                .mapToObj(partition -> new PartitionSum(partition, 3, 0, 0))
                .toList();
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new Beacon(new Pushed("n2", 3, 17), all));
        assertThat(wire.length()).isLessThan(2_000);
    }

    private BusMessage overTheWire(BusMessage message) {
        Buffer wire = Buffer.buffer("before");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire("before".length(), wire);
    }
}
