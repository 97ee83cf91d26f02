package io.seqway.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A server that says what a test tells it, without a network. */
final class ScriptedServer implements Transport {
    static final String EPOCH = "e1";

    /** What the client has said over the present link, in order, and that was not taken yet. */
    final List<JsonObject> heard = new ArrayList<>();

    private Ear ear;
    int links;

    @Override
    public Link open(Ear newEar) {
        ear = newEar;
        links++;
        heard.clear();
        return new Link() {
            @Override
            public void send(String text) {
                if (ear == newEar) {
                    heard.add(new JsonObject(text));
                }
            }

            @Override
            public void send(Buffer binary) {
                int end = 2 + binary.getUnsignedShort(0);
                if (ear == newEar) {
                    JsonObject header = new JsonObject(binary.getString(2, end));
                    heard.add(header.put("payload", binary.getString(end, binary.length())));
                }
            }

            @Override
            public void close() {
                if (ear == newEar) {
                    ear = null;
                }
            }
        };
    }

    @Override
    public void close() {
        ear = null;
    }

    boolean connected() {
        return ear != null;
    }

    void login(String userId) {
        ear.opened();
        say(new JsonObject().put("type", "welcome").put("sessionId", "s1"));
        JsonObject auth = take("auth");
        reply(auth, new JsonObject().put("type", "authenticated").put("userId", userId));
    }

    void say(JsonObject frame) {
        ear.text(frame.encode());
    }

    void reply(JsonObject to, JsonObject frame) {
        say(frame.put("id", to.getValue("id")));
    }

    /** The next frame of this type; those before it are left out. */
    JsonObject take(String type) {
        for (int i = 0; i < heard.size(); i++) {
            if (type.equals(heard.get(i).getString("type"))) {
                return heard.remove(i);
            }
        }
        throw new AssertionError("the client did not say " + type + ", but " + heard);
    }

    List<JsonObject> takeAll(String type) {
        List<JsonObject> all = heard.stream()
                .filter(frame -> type.equals(frame.getString("type")))
                .toList();
        heard.removeAll(all);
        return all;
    }

    void entry(String room, long seq, String sender, String clientMsgId) {
        say(entryOf(room, seq, sender, clientMsgId));
    }

    void entry(String room, long seq) {
        entry(room, seq, "bob", "b" + seq);
    }

    void missed(String room, long from, long to) {
        JsonArray messages = new JsonArray();
        for (long seq = from; seq <= to; seq++) {
            messages.add(entryOf(room, seq, "bob", "b" + seq));
        }
        say(new JsonObject()
                .put("type", "missed")
                .put("room", room)
                .put("epoch", EPOCH)
                .put("fromSeq", from)
                .put("toSeq", to)
                .put("messages", messages)
                .put("more", false));
    }

    void joined(JsonObject join, long seq) {
        reply(join, live(seq).put("type", "joined").put("room", join.getString("room")));
    }

    void resumed(JsonObject resume, long seq) {
        JsonObject rooms = new JsonObject();
        resume.getJsonObject("rooms").fieldNames().forEach(room -> rooms.put(room, live(seq)));
        reply(resume, new JsonObject().put("type", "resumed").put("rooms", rooms));
    }

    void ack(JsonObject send, long seq) {
        reply(send, new JsonObject().put("type", "ack").put("seq", seq).put("duplicate", false));
    }

    void refuse(JsonObject frame, String code, boolean retryable) {
        reply(frame, new JsonObject().put("type", "error").put("code", code).put("retryable", retryable));
    }

    void cut() {
        Ear lost = ear;
        ear = null;
        lost.closed(1006, null, null);
    }

    private static JsonObject live(long seq) {
        return new JsonObject()
                .put("status", "recovered")
                .put("seq", seq)
                .put("epoch", EPOCH)
                .put("missed", 0);
    }

    private static JsonObject entryOf(String room, long seq, String sender, String clientMsgId) {
        return new JsonObject()
                .put("type", "message")
                .put("room", room)
                .put("seq", seq)
                .put("sender", sender)
                .put("clientMsgId", clientMsgId)
                .put("kind", "message")
                .put("version", 1)
                .put("body", "m" + seq);
    }
}
