package io.seqway.protocol.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.FromStore.Beacon;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.FromStore.Gap;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.PartitionSum;
import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.bus.ToStore.Emit;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.PipeEnd;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.protocol.bus.ToStore.Watched;
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
        Submission optimistic = new Submission(
                replyTo, "a", author, "m2", "message", "1", 0, null, false, false, true, null, false, false);
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
                        new Change(0, 0, null, true, new Submission.MemberChange("bob", "owner")))
                .answeredTo(replyTo);
        return Stream.of(
                new Submit("n1", 1, List.of(new Part(5, 2, 7, List.of(submission, submission.in(3, true, true))))),
                new ToStore.Probe("n1", 1, List.of(new PipeEnd(5, 2, 9, "a"))),
                new Watch("n1", List.of(new Watched("a", null, -1), new Watched("b", "e.1", 0))),
                new ToStore.Unwatch("n1", List.of("a")),
                new Read(replyTo, "a", 0, -1, 100, 65_536),
                new Read(replyTo, "a", -1, 9_007_199_254_740_991L, 100, 65_536),
                new ToStore.UnwatchAll("n1", List.of(0, 63)),
                new ToStore.Heard("n1", 1_700_000_000_000L, 262_145),
                new Beacon(new Pushed("n2", 3, 0), List.of()),
                new Beacon(
                        new Pushed("n2", 1_700_000_000_000L, 9_007_199_254_740_991L),
                        List.of(
                                new PartitionSum(0, 1, 0, 0),
                                new PartitionSum(1, 1, 2, 0),
                                new PartitionSum(63, 7, 100_000, Long.MIN_VALUE))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(new FromStore.Owned(63, "n1", 7)),
                        List.of(new Outcome(replyTo, "a", "e.1", 5, 17, true, null, null, 0)),
                        List.of(new Gap(1, 5, 2, 8)),
                        List.of(new Ends("a", "e.1", 0, 5)),
                        List.of()),
                PresenceMessage.Present.unavailable("a"),
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
                new NodeMessage.Disconnect("ann", "bye"),
                new NodeMessage.Disconnected(3),
                new PresenceMessage.Connected(
                        "n1",
                        1,
                        32,
                        false,
                        List.of(
                                new PresenceMessage.Connection("ann", "s1", 1_795_000_000_000_001L, true),
                                new PresenceMessage.Connection("ann", "s2", 0, false))),
                new PresenceMessage.Surplus(1, true, List.of("s1", "s2")),
                new PresenceMessage.AskClock(),
                new PresenceMessage.Clock(1_795_000_000_000_001L),
                new ToStore.Given("n1"),
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
                new PresenceMessage.Present(
                        "a",
                        List.of(new PresenceMessage.PresentUser("ann", "Ann", 2, 0, "busy", "in a call")),
                        501,
                        true,
                        "ann",
                        1_795_000_000_000_001L),
                new PresenceMessage.Who("a"),
                new PresenceMessage.Who("a", List.of("ann"), null, 0),
                new PresenceMessage.Who("a", List.of(), "ann", 500),
                new PresenceMessage.PresenceChange("a", List.of(), List.of(), 501, true, 1_795_000_000_000_001L, 0),
                new PresenceMessage.Here(
                        "n1/0/a",
                        List.of(
                                new PresenceMessage.Arrival("a", "ann", "Ann", 1),
                                new PresenceMessage.Arrival("a", "ben", null, 0, 7, "away", "lunch", 9))),
                new PresenceMessage.HereTaken(true, false),
                new PresenceMessage.Lease("n1/0/a", "n1", true),
                new PresenceMessage.Leased(true, false),
                new PresenceMessage.SayAgain("n1"),
                new PresenceMessage.AskSeen(List.of("ann")),
                new PresenceMessage.Seen(List.of(new PresenceMessage.SeenUser("ann", 7))),
                new ToStore.Moves("n1", List.of(new ToStore.Move("a", "ann", 7, 5))),
                new ToStore.AskCursors(replyTo, "a"),
                new FromStore.Cursors(replyTo, List.of(new Cursor("ann", 7, 5)), true, null),
                new FromStore.Cursors(replyTo, null, false, "unavailable"),
                new ToStore.AskStandings(replyTo, "ann", List.of("a", "b")),
                new FromStore.Standings(replyTo, List.of(new Standing("a", 9, "e.1", 7, 5, 3, "member")), null),
                new RoomMessage.AskRooms(replyTo, "ann", "a", 50),
                new RoomMessage.RoomNames(replyTo, List.of("b"), true, null),
                new ToStore.AskPlace(replyTo, "a", 1_795_000_000_000L),
                new FromStore.Place(replyTo, 7, null),
                new Delivery(
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new FromStore.Moved("a", List.of(new Cursor("ann", 7, 5))))),
                new NodeMessage.AskUser("ann"),
                new NodeMessage.UserReport(
                        "n1",
                        List.of(new NodeMessage.ConnectionReport(
                                "s1",
                                "203.0.113.7",
                                17,
                                1_700_000_000_000L,
                                2,
                                3,
                                0,
                                List.of(new NodeMessage.RoomPosition("a", -1, true))))),
                new NodeMessage.AskRoom("a"),
                new NodeMessage.RoomReport("n1", 5, null, 0, false, null),
                new NodeMessage.RoomReport(
                        "n1", 5, "n1", 2, true, new NodeMessage.RoomState("e.1", 0, 7, 1, 7, 900, 0, 0, List.of("n2"))),
                new Submit("n1", 1, List.of(new Part(5, 2, 10, List.of(member, submission.granted(true))))),
                new Delivery(
                        new Pushed("n2", 3, 17),
                        List.of(),
                        List.of(new Outcome(
                                replyTo, "a", "e.2", 0, 0, false, "limit-exceeded", "no", 0, 0, 0, "members=1")),
                        List.of(),
                        List.of(),
                        List.of()),
                new RoomMessage.AskRights(replyTo, List.of(new RoomMessage.RoomUser("a", "ann"))),
                new RoomMessage.Rights(replyTo, List.of(new RoomMessage.RoomRight("a", "members", "owner", 7)), null),
                new RoomMessage.Rights(replyTo, null, "unavailable"),
                new RoomMessage.AskMemberships(replyTo, "ann", "a", 50),
                new RoomMessage.Manage(
                        replyTo,
                        "a",
                        "r1",
                        RoomMessage.Manage.MAKE,
                        author,
                        true,
                        new RoomMessage.RoomContent(
                                "members", List.of(new RoomMessage.RoomMember("ann", "owner", 0)), "A", "{}"),
                        null,
                        0),
                new RoomMessage.Managed(
                        replyTo,
                        new RoomMessage.MadeRoom("a", "members", "A", "{}", null, 17, "owner", "e.2", 7, 3),
                        List.of(new RoomMessage.RoomMember("ann", "owner", 7)),
                        true,
                        null,
                        null),
                new RoomMessage.Managed(
                        replyTo, null, null, false, new StreamMessage.Refused("forbidden", "no", null, 0), null),
                new RoomMessage.AskMadeRooms(replyTo, null, "a", 100),
                new RoomMessage.MadeRooms(
                        replyTo,
                        List.of(new RoomMessage.MadeRoom("a", "open", null, null, null, 17, null, null, 0, 0)),
                        "a",
                        null),
                new RoomMessage.Memberships("a", "e.2", 7, "member", List.of("ann"), null),
                new RoomMessage.Memberships("a", "e.2", 0, null, List.of("ann"), "gone"),
                new RoomMessage.Manage(
                        replyTo,
                        "a",
                        "r2",
                        RoomMessage.Manage.CHANGE,
                        author,
                        true,
                        new RoomMessage.RoomContent(
                                null, null, null, null, new RoomMessage.RoomRetention(3_600, 0), false),
                        null,
                        0),
                new RoomMessage.Manage(
                        replyTo,
                        "a",
                        "r3",
                        RoomMessage.Manage.CHANGE,
                        author,
                        true,
                        new RoomMessage.RoomContent(null, null, null, null, null, true),
                        null,
                        0),
                new RoomMessage.Managed(
                        replyTo,
                        new RoomMessage.MadeRoom(
                                "a", "open", null, null, new RoomMessage.RoomRetention(0, 5), 17, "owner", "e.2", 7, 3),
                        null,
                        false,
                        null,
                        null),
                new PresenceMessage.SaidAgain());
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
