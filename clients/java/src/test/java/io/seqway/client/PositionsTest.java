package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private final Rig rig = new Rig();

    @Test
    void thePositionIsThatOfTheLastEntryThatWasGiven() {
        Room room = rig.inRoom(4);
        rig.server.entry("r", 5);
        rig.server.entry("r", 9);
        assertThat(room.position()).isEqualTo(new Position(5, ScriptedServer.EPOCH));
        assertThat(rig.client.positions()).containsExactly(Map.entry("r", room.position()));
    }

    @Test
    void theNextRunGoesOnFromThere() {
        rig.inRoom(4);
        rig.server.entry("r", 5);
        Rig next = new Rig(Rig.options().setPositions(rig.client.positions()));
        next.client.connect();
        next.server.login("alice");
        next.client.room("r").join();

        JsonObject resume = next.server.take("resume");
        assertThat(resume.getJsonObject("rooms").getJsonObject("r"))
                .isEqualTo(new JsonObject().put("seq", 5).put("epoch", ScriptedServer.EPOCH));
    }

    @Test
    void whatWasNotJoinedYetIsGivenAlong() {
        Map<String, Position> given = Map.of("s", new Position(3, "e7"));
        assertThat(new Rig(Rig.options().setPositions(given)).client.positions())
                .isEqualTo(given);
    }

    @Test
    void leavingForgetsIt() {
        Room room = rig.inRoom(4);
        room.leave();
        assertThat(rig.client.positions()).isEmpty();
        assertThat(rig.server.take("leave").getString("room")).isEqualTo("r");
    }

    @Test
    void anotherUserBeginsWithoutPositions() {
        rig.inRoom(4);
        rig.server.cut();
        rig.reconnect("carol");
        assertThat(rig.server.takeAll("resume")).isEmpty();
        assertThat(rig.server.take("join").containsKey("lastSeq")).isFalse();
    }
}
