package io.seqway.protocol.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.BusMessage.Unreadable;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.Submit;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/architecture.md, "Two versions side by side": bytes of other versions, as they were sent. */
class VersionsTest {
    private final List<String> reports = new ArrayList<>();
    private final BusCodec codec = new BusCodec(reports::add);

    /** New messages are added at the end; what stands there is never changed. */
    @Test
    void whatVersionOneSaysIsUnderstood() throws IOException {
        assertThat(lines("version-1.txt").map(this::hear).toList())
                .isEqualTo(BusCodecTest.messages().toList());
        assertThat(reports).isEmpty();
    }

    @Test
    void whatANewerNodeAddsToAMessageAndItsPartsIsIgnored() throws IOException {
        ReplyTo replyTo = new ReplyTo("n1", 1, 77, 2);
        Author author = new Author("ann", null, null);
        Submission submission = new Submission(replyTo, "a", author, "m1", "message", "{}", 0, null);
        assertThat(hear(line("next-added-members.txt")))
                .isEqualTo(new Submit("n1", 1, List.of(new Part(5, 2, 7, List.of(submission)))));
        assertThat(reports).isEmpty();
    }

    @Test
    void aKindOfMessageThatIsNotKnownIsDroppedAndReportedOnce() throws IOException {
        String next = line("next-kind.txt");
        assertThat(hear(next)).isEqualTo(new Unreadable(1));
        assertThat(hear(next)).isEqualTo(new Unreadable(1));
        assertThat(reports).singleElement().asString().contains("its kind is unknown: mv");
    }

    @Test
    void aMessageThatANewerReaderIsNeededForIsDroppedAndReportedOnce() throws IOException {
        String next = line("next-version.txt");
        assertThat(hear(next)).isEqualTo(new Unreadable(2));
        assertThat(hear(next)).isEqualTo(new Unreadable(2));
        assertThat(reports).singleElement().asString().contains("it needs version 2 of the bus, this node has 1");
    }

    @Test
    void aMemberThatHasAnotherTypeNowDropsTheMessageWithoutAnException() throws IOException {
        assertThat(hear(line("next-other-type.txt"))).isEqualTo(new Unreadable(1));
        assertThat(reports).singleElement().asString().contains("malformed");
    }

    private BusMessage hear(String hex) {
        return codec.decodeFromWire(0, Buffer.buffer(HexFormat.of().parseHex(hex)));
    }

    private static String line(String file) throws IOException {
        return lines(file).findFirst().orElseThrow();
    }

    private static Stream<String> lines(String file) throws IOException {
        try (InputStream in = VersionsTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
