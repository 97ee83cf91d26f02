package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private final Rig rig = new Rig();
    private final List<Event.StateChange> changes = new ArrayList<>();

    @Test
    void afterTheTokenComeTheRoomsThenWhatWaitsThenTheList() {
        Room room = rig.inRoom(3);
        rig.server.cut();
        room.send("one");
        rig.reconnect();

        List<String> order = rig.server.heard.stream()
                .map(frame -> frame.getString("type"))
                .filter(type -> !type.equals("ping"))
                .toList();
        assertThat(order).containsExactly("resume", "send", "rooms");
    }

    @Test
    void allRoomsAreResumedByOneFrame() {
        rig.inRoom(3);
        Room other = rig.client.room("s");
        other.join(RoomOptions.from(new Position(7, null)));
        rig.server.resumed(rig.server.take("resume"), 7);
        rig.server.cut();
        rig.reconnect();

        List<JsonObject> resumes = rig.server.takeAll("resume");
        assertThat(resumes).hasSize(1);
        assertThat(resumes.get(0).getJsonObject("rooms").fieldNames()).containsExactlyInAnyOrder("r", "s");
    }

    @Test
    void theServersWordOnWhenToComeBackGoesFirst() {
        rig.client.onState(changes::add);
        rig.inRoom(0);
        rig.server.say(new JsonObject().put("type", "server-shutdown").put("reconnectInMs", 123));
        rig.server.cut();

        assertThat(changes.get(changes.size() - 1).nextRetryMs()).isEqualTo(123);
        rig.clock.pass(122);
        assertThat(rig.server.links).isEqualTo(1);
        rig.clock.pass(1);
        assertThat(rig.server.links).isEqualTo(2);
    }

    @Test
    void whoClosesOnHearingOfTheTryIsNotConnected() {
        rig.client.onState(change -> rig.client.close());
        rig.client.connect();
        assertThat(rig.server.links).isZero();
        assertThat(rig.client.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void closingReleasesEveryTimer() {
        Room room = rig.inRoom(0);
        room.send("one");
        rig.server.refuse(rig.server.take("send"), "unavailable", true);
        rig.server.entry("r", 1);
        room.history(null, null, null);
        assertThat(rig.clock.timers()).isPositive();

        rig.client.close();
        assertThat(rig.clock.timers()).isZero();
    }

    @Test
    void aClosedClientDoesNotComeBack() {
        rig.inRoom(0);
        rig.client.close();
        rig.client.retryNow();
        rig.clock.pass(600_000);
        assertThat(rig.server.links).isEqualTo(1);
    }

    @Test
    void silenceIsTakenForTheEnd() {
        rig.inRoom(0);
        rig.clock.pass(40_001); // a ping after 30 s, and nothing for 10 s
        assertThat(rig.client.state()).isEqualTo(State.DISCONNECTED);
        assertThat(rig.client.getMetrics().lastError().kind()).isEqualTo(ErrorKind.HEARTBEAT);
    }
}
