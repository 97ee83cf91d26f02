package io.seqway.server.document;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.testing.FrameContract;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The vectors show every frame of a client and every limit from both sides, and the schemas agree with them. */
class FrameVectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of docs/protocol.md but for the ones that take long or much, which the attacks show. */
    private static final Set<String> LIMITS = Set.of(
            "max-frame-bytes",
            "max-body-bytes",
            "max-depth",
            "max-rooms-per-connection",
            "max-rooms-per-resume",
            "sends-per-second",
            "auth-seconds",
            "auth frames",
            "signals",
            "data of a signal",
            "max-stream-gap",
            "meta of a chunk",
            "ids",
            "tail",
            "rooms of a ping",
            "limit of history",
            "limit of rooms");

    @Test
    void theSchemasTakeWhatIsValid() {
        assertThat(violations(FrameVector::valid)).isEmpty();
    }

    @Test
    void theSchemasRefuseWhatIsNotValidIfASchemaCanTell() {
        assertThat(vectors(vector -> !vector.valid() && vector.beyondSchema() == null && isTaken(vector)))
                .isEmpty();
    }

    @Test
    void nothingIsSaidToBeBeyondTheSchemasThatTheyRefuse() {
        assertThat(violations(
                        vector -> vector.beyondSchema() != null && frame(vector).isObject()))
                .isEmpty();
    }

    @Test
    void everyFrameOfAClientIsShownValidAndNot() {
        Set<String> types = Arrays.stream(ClientFrame.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
                .collect(toSet());

        assertThat(vectors(FrameVector::valid)).extracting(FrameVector::file).containsAll(types);
        assertThat(vectors(vector -> !vector.valid()))
                .extracting(FrameVector::file)
                .containsAll(types);
    }

    @Test
    void everyLimitIsShownFromBothSides() {
        assertThat(vectors(vector -> vector.valid() && vector.limit() != null))
                .extracting(FrameVector::limit)
                .hasSameElementsAs(LIMITS);
        assertThat(vectors(vector -> !vector.valid() && vector.limit() != null))
                .extracting(FrameVector::limit)
                .hasSameElementsAs(LIMITS);
    }

    private static List<FrameVector> vectors(Predicate<FrameVector> wanted) {
        return FrameVector.all().stream().filter(wanted).toList();
    }

    private static List<String> violations(Predicate<FrameVector> wanted) {
        return vectors(wanted).stream()
                .flatMap(vector -> violation(vector).map(wrong -> vector + ": " + wrong).stream())
                .toList();
    }

    private static boolean isTaken(FrameVector vector) {
        return violation(vector).isEmpty();
    }

    private static Optional<String> violation(FrameVector vector) {
        return FrameContract.CLIENT.violation(frame(vector));
    }

    private static JsonNode frame(FrameVector vector) {
        try {
            return JSON.readTree(vector.said());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
