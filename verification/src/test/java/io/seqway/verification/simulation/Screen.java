package io.seqway.verification.simulation;

import io.seqway.protocol.ErrorCode;
import io.seqway.store.log.LogId;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one client shows before it is stored: each message until its end. */
final class Screen {
    private record Shown(String room, String body, long since) {}

    private final String user;
    private final World world;
    private final Map<String, Shown> pendings = new LinkedHashMap<>();

    Screen(String user, World world) {
        this.user = user;
        this.world = world;
    }

    /** A {@code pending} frame. */
    void pending(JsonObject frame) {
        String room = frame.getString("room");
        world.trace().say("%s is shown %s in %s", user, frame.getString("body"), room);
        Shown shown = new Shown(room, frame.getString("body"), world.clock().now());
        if (pendings.put(key(frame), shown) != null) {
            world.checker().violated("pending: %s is shown %s twice", user, shown.body());
        }
    }

    /** A {@code failed} frame. */
    void failed(JsonObject frame) {
        String code = frame.getString("code");
        world.trace().say("%s shows %s no more: %s", user, frame.getString("clientMsgId"), code);
        if (pendings.remove(key(frame)) != null) {
            world.checker().notShownAnyMore();
        }
        if (!code.equals(ErrorCode.TIMEOUT.text())) {
            world.checker().failed(key(frame));
        }
    }

    /** An entry has come. */
    void entry(JsonObject frame) {
        pendings.remove(key(frame));
    }

    /** The client is behind in a room. */
    void forget(String room) {
        pendings.values().removeIf(shown -> shown.room().equals(room));
    }

    /** The client has lost its connection. */
    void forget() {
        pendings.clear();
    }

    boolean isEmpty() {
        return pendings.isEmpty();
    }

    /** Nothing may be left that was shown by then. */
    void checkNothingSince(long time) {
        for (Shown shown : pendings.values()) {
            if (shown.since() <= time) {
                long ms = world.clock().now() - shown.since();
                world.checker()
                        .violated("pending: %s was shown %s %d ms ago, and no end of it", user, shown.body(), ms);
            }
        }
    }

    private static String key(JsonObject frame) {
        return new LogId(frame.getString("room"), 1).key(frame.getString("sender"), frame.getString("clientMsgId"));
    }
}
