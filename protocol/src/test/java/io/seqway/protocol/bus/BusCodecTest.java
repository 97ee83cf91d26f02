package io.seqway.protocol.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage.Beacon;
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
        Submission optimistic = new Submission(replyTo, "a", author, "m2", "message", "1", 0, null, false, false, true);
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
                new BusMessage.Present("a", null),
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
                new BusMessage.Given("n1"));
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
                List.of(new Signal("n1", 1, "a", "ben", frame))));
        assertThat(heard.pendings().get(0).from()).isEqualTo(from);
        assertThat(heard.pendings().get(0).frame()).isEqualTo(frame);
        assertThat(heard.signals().get(0).to()).isEqualTo("ben");
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
