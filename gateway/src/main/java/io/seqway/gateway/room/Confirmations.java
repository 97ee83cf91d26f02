package io.seqway.gateway.room;

import io.seqway.protocol.bus.FromStore.Pushed;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What each message store has pushed to this node, and when it is time to say that it is handled. */
final class Confirmations {
    static final long EVERY_BYTES = 256 * 1024;

    private record Said(long session, long bytes) {}

    private final Map<String, Said> byStore = new HashMap<>();

    /**
     * Something was pushed.
     *
     * @return whether enough has come since the last confirmation that another one is due
     */
    boolean isDue(Pushed pushed) {
        Said said = byStore.get(pushed.node());
        long before = said == null || said.session() != pushed.session() ? 0 : said.bytes();
        return pushed.bytes() - before >= EVERY_BYTES;
    }

    /** This is being confirmed. */
    void say(Pushed pushed) {
        byStore.put(pushed.node(), new Said(pushed.session(), pushed.bytes()));
    }

    /** Forgets all stores but these. */
    void retain(Collection<String> stores) {
        byStore.keySet().retainAll(stores);
    }
}
