package io.seqway.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A whole client without a network, in virtual time. */
final class Rig {
    final VirtualClock clock = new VirtualClock();
    final ScriptedServer server = new ScriptedServer();
    final SeqwayOptions options;
    final Seqway client;
    final List<Long> shown = new ArrayList<>();

    Rig() {
        this(options());
    }

    Rig(SeqwayOptions options) {
        this.options = options;
        this.client = new Seqway(options, Runnable::run, clock, server);
    }

    static SeqwayOptions options() {
        return new SeqwayOptions("http://localhost:8080").setToken("t").setAutoConnect(false);
    }

    /** Connected as alice, in the room r, which has so many entries that were seen. */
    Room inRoom(long seq) {
        client.connect();
        server.login("alice");
        server.reply(server.take("rooms"), new JsonObject().put("type", "rooms").put("rooms", new JsonArray()));
        Room room = client.room("r");
        room.onMessage(message -> shown.add(message.seq()));
        room.join(RoomOptions.from(new Position(seq, ScriptedServer.EPOCH)));
        server.resumed(server.take("resume"), seq);
        return room;
    }

    void reconnect() {
        reconnect("alice");
    }

    void reconnect(String userId) {
        while (!server.connected()) {
            clock.pass(100);
        }
        server.login(userId);
    }
}
