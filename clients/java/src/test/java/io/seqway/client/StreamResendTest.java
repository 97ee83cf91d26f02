package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamResendTest {
    private final Rig rig = new Rig();

    private Stream connected() {
        rig.client.connect();
        rig.server.login("alice");
        return rig.client.stream("s", new StreamOptions("text/plain", null, 2));
    }

    private void ack(JsonObject chunk) {
        rig.server.reply(chunk, new JsonObject().put("type", "chunk-ack").put("stream", "s"));
    }

    @Test
    void afterACutOnlyWhatTheServerLacksIsSentAgain() {
        Stream stream = connected();
        stream.append(Buffer.buffer("abcdef"));
        Future<Void> end = stream.finish();
        assertThat(rig.server.takeAll("chunk")).hasSize(4);
        rig.server.cut();
        rig.reconnect();

        JsonObject asked = rig.server.take("missing");
        assertThat(asked.getInteger("upTo")).isEqualTo(3);
        assertThat(rig.server.takeAll("chunk")).isEmpty();
        rig.server.reply(
                asked,
                new JsonObject()
                        .put("type", "missing")
                        .put("missing", new JsonArray().add(1))
                        .put("more", false)
                        .put("maxSeq", 2));
        List<JsonObject> again = rig.server.takeAll("chunk");
        assertThat(again).extracting(chunk -> chunk.getInteger("seq")).containsExactly(1, 3);
        assertThat(again.get(0).getString("payload")).isEqualTo("cd");
        assertThat(end.isComplete()).isFalse();
        again.forEach(this::ack);
        assertThat(end.succeeded()).isTrue();
        assertThat(stream.status()).isEqualTo(new StreamStatus(0, null, 4));
    }

    @Test
    void progressCountsWhatTheServerHas() {
        Stream stream = connected();
        List<Progress> progress = new ArrayList<>();
        stream.onProgress(progress::add);
        stream.append(Buffer.buffer("abc"));
        rig.server.takeAll("chunk").forEach(this::ack);
        assertThat(progress).containsExactly(new Progress(1, 2, 2, 3), new Progress(2, 2, 3, 3));
    }

    @Test
    void moreThanMayWaitIsRefused() {
        Rig small = new Rig(Rig.options().setMaxQueuedBytes(4));
        Stream stream = small.client.stream("s");
        assertThat(stream.append(Buffer.buffer("abcd")).succeeded()).isTrue();
        assertThat(stream.append(Buffer.buffer("e")).cause())
                .isInstanceOfSatisfying(
                        SeqwayError.class, e -> assertThat(e.limit()).isEqualTo("maxQueuedBytes=4"));
    }

    @Test
    void aConflictEndsIt() {
        Stream stream = connected();
        stream.append(Buffer.buffer("ab"));
        Future<Void> end = stream.finish();
        rig.server.refuse(rig.server.take("chunk"), "chunk-conflict", false);
        assertThat(end.cause()).isInstanceOfSatisfying(SeqwayError.class, e -> assertThat(e.code())
                .isEqualTo("chunk-conflict"));
        assertThat(stream.append(Buffer.buffer("x")).failed()).isTrue();
    }
}
