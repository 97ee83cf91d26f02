package io.seqway.gateway.room;

import io.seqway.gateway.socket.Broadcast;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps what it is told, and reads or not as the test says. */
final class Reader implements Subscriber {
    private final String user;
    private final ReplaySlots slots = new ReplaySlots(1);
    private final List<String> heard = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean full;

    Reader(String user) {
        this.user = user;
    }

    /** What it was told, in order: the type of each frame, and what it is about. */
    List<String> heard() {
        return heard;
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
        String about = json.getString("code", json.getString("clientMsgId", json.getString("name")));
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
    public void lagging(String room, boolean begins) {
        heard.add("lagging " + (begins ? "begin" : "end"));
    }
}
