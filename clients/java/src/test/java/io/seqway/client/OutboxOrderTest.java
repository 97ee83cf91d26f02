package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxOrderTest {
    private final Rig rig = new Rig();

    @Test
    void eachNamesTheOneBeforeItAsLongAsThatIsNotAnswered() {
        Room room = rig.inRoom(0);
        room.send("one");
        room.send("two");
        List<JsonObject> sends = rig.server.takeAll("send");
        assertThat(sends.get(0).containsKey("after")).isFalse();
        assertThat(sends.get(1).getString("after")).isEqualTo(sends.get(0).getString("clientMsgId"));

        sends.forEach(send -> rig.server.ack(send, sends.indexOf(send) + 1));
        room.send("three");
        assertThat(rig.server.take("send").containsKey("after")).isFalse();
    }

    @Test
    void aCutSendsTheSameAgainInOrderWithTheSameIds() {
        Room room = rig.inRoom(0);
        List<Future<Long>> outcomes = List.of(room.send("one"), room.send("two"), room.send("three"));
        List<JsonObject> before = rig.server.takeAll("send");
        rig.server.ack(before.get(0), 1);
        rig.server.cut();
        rig.reconnect();

        List<JsonObject> after = rig.server.takeAll("send");
        assertThat(after)
                .extracting(send -> send.getString("clientMsgId"))
                .containsExactly(
                        before.get(1).getString("clientMsgId"), before.get(2).getString("clientMsgId"));
        rig.server.ack(after.get(0), 2);
        rig.server.ack(after.get(1), 3);
        assertThat(outcomes).extracting(Future::result).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsRefusedForNowTakesThoseBehindItAlong() {
        Room room = rig.inRoom(0);
        room.send("one");
        room.send("two");
        List<JsonObject> sends = rig.server.takeAll("send");
        rig.server.refuse(sends.get(0), "unavailable", true);
        room.send("three");
        assertThat(rig.server.takeAll("send")).isEmpty();

        rig.server.refuse(sends.get(1), "out-of-order", true);
        rig.clock.pass(rig.options.baseDelayMs);
        assertThat(rig.server.takeAll("send"))
                .extracting(send -> send.getString("body"))
                .containsExactly("one", "two", "three");
    }

    @Test
    void aRoomThatCannotBeEnteredRefusesWhatWasSentToItAndSaysSo() {
        List<SeqwayError> errors = new ArrayList<>();
        rig.client.onError(errors::add);
        rig.inRoom(0);
        Room odd = rig.client.room("my room");
        Future<Void> joined = odd.join();
        Future<Long> sent = odd.send("lost?");
        rig.server.refuse(rig.server.take("join"), "bad-request", false);

        assertThat(joined.failed()).isTrue();
        assertThat(sent.cause()).isInstanceOfSatisfying(SeqwayError.class, e -> assertThat(e.code())
                .isEqualTo("bad-request"));
        assertThat(errors).extracting(SeqwayError::code).containsExactly("bad-request", "bad-request");
        rig.clock.pass(60_000);
        assertThat(rig.server.takeAll("join")).as("it is not tried again").isEmpty();
    }

    @Test
    void aFullOutboxRefusesTheNewest() {
        Rig small = new Rig(Rig.options().setMaxQueued(2));
        Room room = small.client.room("r");
        Future<Long> one = room.send("one");
        room.send("two");
        Future<Long> three = room.send("three");

        assertThat(three.cause()).isInstanceOfSatisfying(SeqwayError.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.LIMIT);
            assertThat(e.limit()).isEqualTo("maxQueued=2");
        });
        assertThat(one.isComplete()).isFalse();
        assertThat(small.client.getMetrics().queued()).isEqualTo(2);
    }

    @Test
    void whatMayHaveBeenSentCannotBeCancelled() {
        Room room = rig.inRoom(0);
        Message sent = room.post("one", new SendOptions());
        assertThat(sent.cancel().result()).isFalse();
        rig.server.cut();
        assertThat(sent.cancel().result()).isFalse();

        Message waits = room.post("two", new SendOptions());
        assertThat(waits.cancel().result()).isTrue();
        assertThat(waits.stored().cause()).hasMessage("Cancelled.");
        assertThat(waits.status()).isEqualTo(MessageStatus.FAILED);
    }

    @Test
    void aFailedOneIsSentAgainUnderItsOldId() {
        Room room = rig.inRoom(0);
        Message message = room.post("one", new SendOptions());
        JsonObject first = rig.server.take("send");
        rig.server.refuse(first, "internal", false);
        assertThat(message.status()).isEqualTo(MessageStatus.FAILED);

        Future<Long> again = message.retry();
        JsonObject second = rig.server.take("send");
        assertThat(second.getString("clientMsgId")).isEqualTo(first.getString("clientMsgId"));
        rig.server.ack(second, 1);
        assertThat(again.result()).isEqualTo(1);
        assertThat(message.status()).isEqualTo(MessageStatus.SENT);
    }
}
