package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.seqway.protocol.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps what it is told, and reads or not as the test says. */
final class Reader implements Subscriber {
    private final String user;
    private final ReplaySlots slots = new ReplaySlots(1);
    private final List<String> heard = new ArrayList<>();
    private final List<JsonObject> frames = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean full;
    private Refusal refusal;

    Reader(String user) {
        this.user = user;
    }

    /** What it was told, in order: the type of each frame, and what it is about. */
    List<String> heard() {
        return heard;
    }

    /** The frames themselves. */
    List<JsonObject> frames() {
        return frames;
    }

    /** From now on it may be in no room. */
    void refuse(Refusal why) {
        refusal = why;
    }

    @Override
    public Future<Long> admission(String room) {
        return refusal == null ? Future.succeededFuture(0L) : Future.failedFuture(refusal);
    }

    void stopReading() {
        full = true;
    }

    void readAgain() {
        full = false;
        List<Runnable> tasks = List.copyOf(waiting);
        waiting.clear();
        tasks.forEach(Runnable::run);
    }

    @Override
    public String userId() {
        return user;
    }

    @Override
    public void write(byte[] frame) {
        JsonObject json = new JsonObject(new String(frame, StandardCharsets.UTF_8));
        frames.add(json);
        String about =
                json.getString("code", json.getString("clientMsgId", json.getString("name", json.getString("userId"))));
        about = json.containsKey("typing") ? json.getBoolean("typing").toString() : about;
        heard.add(json.getString("type") + ' ' + about);
    }

    @Override
    public void write(Broadcast frames) {
        frames.texts().forEach(this::write);
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void onceDrained(Runnable task) {
        waiting.add(task);
    }

    @Override
    public ReplaySlots replaySlots() {
        return slots;
    }

    @Override
    public void expelled(String room, String reason) {
        heard.add("removed " + room);
    }

    @Override
    public void lagging(String room, boolean begins) {
        heard.add("lagging " + (begins ? "begin" : "end"));
    }
}
