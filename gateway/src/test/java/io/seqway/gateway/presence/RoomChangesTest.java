package io.seqway.gateway.presence;

import static io.seqway.gateway.presence.RoomChanges.Effect.DIFF;
import static io.seqway.gateway.presence.RoomChanges.Effect.NONE;
import static io.seqway.gateway.presence.RoomChanges.Effect.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many changes become one frame, and one that was lost is noticed. */
class RoomChangesTest {
    private static final PresentUser ANN = new PresentUser("ann", "Ann", 1, 0);
    private static final PresentUser ANN_GONE = new PresentUser("ann", null, 0, 99);
    private static final PresentUser BEN = new PresentUser("ben", "Ben", 1, 0);

    private final RoomChanges changes = new RoomChanges();

    @Test
    void ofManyChangesOfAUserTheLastOneIsTold() {
        changes.heard(change(11, 10, ANN));
        changes.heard(change(12, 11, BEN));
        changes.heard(gone(13, 12));

        JsonObject frame = taken();

        assertThat(frame.getJsonArray("online").size()).isEqualTo(1);
        assertThat(frame.getJsonArray("offline").getJsonObject(0).getString("userId"))
                .isEqualTo("ann");
        assertThat(changes.tell()).isFalse();
        assertThat(taken().getJsonArray("online")).isEmpty();
    }

    @Test
    void oneThatIsKnownIsNotToldAgain() {
        assertThat(changes.heard(change(11, 10, ANN))).isEqualTo(DIFF);
        assertThat(changes.heard(change(11, 10, ANN))).isEqualTo(NONE);
        assertThat(changes.heard(change(12, 11, BEN))).isEqualTo(DIFF);
    }

    @Test
    void afterOneThatWasLostTheWholePictureIsNeeded() {
        assertThat(changes.heard(change(11, 10, ANN))).isEqualTo(DIFF);
        assertThat(changes.heard(change(13, 12, BEN))).isEqualTo(PICTURE);
        assertThat(changes.heard(change(14, 13, ANN))).isEqualTo(DIFF);
    }

    @Test
    void behindAPictureTheNextChangeIsToldAndOneAfterALossIsNot() {
        assertThat(changes.pictured(picture(20), false)).isTrue();

        assertThat(changes.heard(change(21, 20, ANN))).isEqualTo(DIFF);
        assertThat(changes.heard(change(30, 29, BEN))).isEqualTo(PICTURE);
    }

    @Test
    void aPictureFromBeforeWhatWasToldIsNotShown() {
        changes.heard(change(11, 10, ANN));
        assertThat(changes.pictured(picture(10), false))
                .as("the change is not told yet")
                .isTrue();
        taken();

        assertThat(changes.pictured(picture(10), false)).isFalse();
        assertThat(changes.pictured(picture(11), false)).isTrue();
    }

    @Test
    void whatAllViewersSeeInThePictureIsNotToldBesides() {
        changes.heard(change(11, 10, ANN));
        assertThat(changes.pictured(picture(11), false)).isTrue();
        assertThat(changes.tell()).as("the other viewers have no picture").isTrue();

        assertThat(changes.pictured(picture(11), true)).isTrue();

        assertThat(changes.tell()).isFalse();
        assertThat(changes.heard(change(12, 11, BEN))).isEqualTo(DIFF);
        assertThat(changes.pictured(picture(11), true)).isTrue();
        assertThat(changes.tell()).as("the picture is older").isTrue();
    }

    @Test
    void whatComesWhileSomethingIsDueGoesAlongWithIt() {
        changes.heard(change(11, 10, ANN));
        assertThat(changes.due()).isTrue();
        changes.pictured(picture(11), true);
        changes.heard(change(12, 11, BEN));

        assertThat(changes.due()).isFalse();
        assertThat(changes.tell()).isTrue();
        assertThat(changes.due()).isTrue();
    }

    @Test
    void inACrowdTheNumberIsToldAndNoName() {
        changes.heard(change(11, 10, ANN));
        changes.heard(new PresenceChange("r", List.of(), List.of(), 501, true, 12, 11));

        JsonObject frame = taken();

        assertThat(frame.getInteger("total")).isEqualTo(501);
        assertThat(frame.getBoolean("partial")).isTrue();
        assertThat(frame.getJsonArray("online")).isEmpty();
    }

    @Test
    void whereNamesAreToldAgainTheWholePictureIsNeeded() {
        changes.heard(new PresenceChange("r", List.of(), List.of(), 501, true, 12, 11));

        assertThat(changes.heard(change(13, 12, ANN))).isEqualTo(PICTURE);
        assertThat(taken().getBoolean("partial")).isNull();
    }

    @Test
    void aNodeOfTheVersionBeforeCountsNothing() {
        PresenceChange old = new PresenceChange("r", List.of(ANN), List.of(), 0, false, 0, 0);

        assertThat(changes.heard(old)).isEqualTo(DIFF);
        assertThat(changes.heard(old)).isEqualTo(DIFF);
        assertThat(taken().containsKey("total")).isFalse();
    }

    private JsonObject taken() {
        return new JsonObject(new String(changes.take("r"), StandardCharsets.UTF_8));
    }

    private static Present picture(long revision) {
        return new Present("r", List.of(), 0, false, null, revision);
    }

    private static PresenceChange change(long revision, long before, PresentUser online) {
        return new PresenceChange("r", List.of(online), List.of(), 2, false, revision, before);
    }

    private static PresenceChange gone(long revision, long before) {
        return new PresenceChange("r", List.of(), List.of(ANN_GONE), 1, false, revision, before);
    }
}
