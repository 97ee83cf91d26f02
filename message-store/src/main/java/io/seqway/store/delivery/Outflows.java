package io.seqway.store.delivery;

import io.seqway.protocol.bus.FromStore.Pushed;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.ToStore.Heard;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What goes to each gateway node that may watch something, and how much of it is confirmed. */
public final class Outflows {
    /** What a run counts besides its frames, so that the number of runs is bounded, too. */
    private static final int RUN_BYTES = 128;

    private final String self;
    private final LongSupplier wallClock;
    private final Map<String, Outflow> byNode = new HashMap<>();
    private long lastSession;

    /**
     * @param self the id of this node
     * @param wallClock the time in ms since 1970, by which sessions differ from those before a restart
     */
    public Outflows(String self, LongSupplier wallClock) {
        this.self = self;
        this.wallClock = wallClock;
    }

    /** From now on something may be pushed to the node. */
    public void open(String node) {
        byNode.computeIfAbsent(node, n -> {
            lastSession = Math.max(lastSession + 1, wallClock.getAsLong());
            return new Outflow(lastSession);
        });
    }

    /** Nothing is pushed to the node any more. */
    public void close(String node) {
        byNode.remove(node);
    }

    /** The nodes to which something may be pushed. */
    List<String> nodes() {
        return List.copyOf(byNode.keySet());
    }

    /** Whether the run is to be pushed to the node; it is counted then. */
    boolean takes(String node, Run run) {
        Outflow outflow = byNode.get(node);
        return outflow != null && outflow.takes(bytes(run));
    }

    /**
     * Whether something that is no entry is to be pushed to the node; it is counted then.
     *
     * @param frame may be {@code null}
     */
    boolean takesBesides(String node, byte[] frame) {
        Outflow outflow = byNode.get(node);
        return outflow != null && outflow.takesBesides(RUN_BYTES + (frame == null ? 0 : frame.length));
    }

    /** As {@link #takesBesides}, for so many cursors. */
    boolean takesReceipts(String node, int cursors) {
        Outflow outflow = byNode.get(node);
        return outflow != null && outflow.takesBesides((long) RUN_BYTES * cursors);
    }

    /** How much was pushed to the node, or {@code null} if nothing may be. */
    Pushed pushed(String node) {
        Outflow outflow = byNode.get(node);
        return outflow == null ? null : new Pushed(self, outflow.session(), outflow.sent());
    }

    /**
     * A node confirms.
     *
     * @return whether entries were left out for it, and are pushed again from now on
     */
    public boolean heard(Heard heard) {
        Outflow outflow = byNode.get(heard.node());
        return outflow != null && outflow.session() == heard.session() && outflow.heard(heard.bytes());
    }

    /** Every node is to answer one more beacon. */
    void asked() {
        byNode.values().forEach(Outflow::asked);
    }

    /** Whether the node has not answered for long. */
    boolean isDead(String node) {
        return byNode.get(node).isDead();
    }

    /** For each node, how many bytes were pushed to it, for those who look after this one. */
    public JsonObject state() {
        JsonObject state = new JsonObject();
        byNode.forEach((node, outflow) -> state.put(node, outflow.sent()));
        return state;
    }

    private static long bytes(Run run) {
        long bytes = RUN_BYTES;
        for (byte[] frame : run.frames()) {
            bytes += frame.length;
        }
        return bytes;
    }
}
