package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class OnceAndInOrderTest {
    private final Rig rig = new Rig();

    @Test
    void aRepeatIsDropped() {
        rig.inRoom(0);
        rig.server.entry("r", 1);
        rig.server.entry("r", 1);
        rig.server.entry("r", 2);
        rig.server.entry("r", 1);
        assertThat(rig.shown).containsExactly(1L, 2L);
        assertThat(rig.client.getMetrics().duplicates()).isEqualTo(2);
    }

    @Test
    void aHoleIsClosedByOneResumeFromTheLastEntryThatWasApplied() {
        rig.inRoom(4);
        rig.server.entry("r", 7);
        rig.server.entry("r", 8);
        JsonObject resume = rig.server.take("resume");
        assertThat(resume.getJsonObject("rooms").getJsonObject("r").getLong("seq"))
                .isEqualTo(4);
        assertThat(rig.server.takeAll("resume")).isEmpty();

        rig.server.missed("r", 5, 8);
        rig.server.resumed(resume, 8);
        assertThat(rig.shown).containsExactly(5L, 6L, 7L, 8L);
        assertThat(rig.client.getMetrics().gaps()).isEqualTo(1);
    }

    @Test
    void aHoleThatAPongShowsIsClosed() {
        rig.inRoom(4);
        JsonObject ping = rig.server.take("ping");
        rig.server.reply(ping, new JsonObject().put("type", "pong").put("seqs", new JsonObject().put("r", 6)));
        assertThat(rig.server.takeAll("resume")).hasSize(1);
    }

    @Test
    void pingsNameTheRooms() {
        rig.inRoom(4);
        rig.server.take("ping");
        rig.server.reply(new JsonObject().put("id", 1), new JsonObject().put("type", "pong"));
        rig.clock.pass(30_000);
        assertThat(rig.server.take("ping").getJsonArray("rooms")).containsExactly("r");
    }

    @Test
    void anEntryThatCannotBeReadLeavesAHoleAndNotAWrongPosition() {
        Room room = rig.inRoom(0);
        rig.server.say(new JsonObject()
                .put("type", "message")
                .put("room", "r")
                .put("seq", "one")
                .put("kind", "message"));
        rig.server.entry("r", 2);
        assertThat(room.position().lastSeq()).isZero();
        assertThat(rig.server.takeAll("resume")).hasSize(1);
    }

    @Test
    void theOwnMessageIsShownOnceWhicheverComesFirst() {
        Room room = rig.inRoom(0);
        room.send("one");
        JsonObject one = rig.server.take("send");
        rig.server.ack(one, 1);
        rig.server.entry("r", 1, "alice", one.getString("clientMsgId"));
        room.send("two");
        JsonObject two = rig.server.take("send");
        rig.server.entry("r", 2, "alice", two.getString("clientMsgId"));
        rig.server.ack(two, 2);

        assertThat(rig.shown).containsExactly(1L, 2L);
        assertThat(room.messages()).extracting(Message::seq).containsExactly(1L, 2L);
        assertThat(rig.client.getMetrics().queued()).isZero();
    }
}
