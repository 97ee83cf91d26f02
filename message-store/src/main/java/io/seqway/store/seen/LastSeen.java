package io.seqway.store.seen;

import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When users were online last, as presence says it, gathered so that few writes keep it, and messages do not wait for
 * them. Of what comes when too much waits nothing is kept; presence remembers it, too.
 */
public final class LastSeen {
    /** How often {@link #flush} is to be called, in ms. */
    public static final long FLUSH_MS = 5_000;

    static final int MAX_WAITING = 100_000;
    static final int BATCH = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LastSeen.class);

    private final SeenStore store;
    private final Map<String, Long> waiting = new HashMap<>();
    private boolean flushing;

    public LastSeen(SeenStore store) {
        this.store = store;
    }

    /** Users have gone offline. */
    public void take(List<SeenUser> users) {
        for (SeenUser user : users) {
            if (waiting.size() < MAX_WAITING || waiting.containsKey(user.user())) {
                waiting.merge(user.user(), user.at(), Math::max);
            }
        }
    }

    /** Keeps what waits, a batch after the other. */
    public Future<Void> flush() {
        if (flushing || waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        flushing = true;
        List<SeenUser> batch = waiting.entrySet().stream()
                .limit(BATCH)
                .map(user -> new SeenUser(user.getKey(), user.getValue()))
                .toList();
        batch.forEach(user -> waiting.remove(user.user()));
        return store.keep(batch)
                .onFailure(e -> {
                    LOG.debug("when {} users were online last is not kept yet: {}", batch.size(), e.toString());
                    take(batch);
                })
                .onComplete(done -> flushing = false)
                .compose(kept -> flush());
    }

    /** Of those of whom it is known. */
    public Future<List<SeenUser>> read(List<String> users) {
        return store.read(users).map(kept -> {
            Map<String, Long> at = new HashMap<>();
            kept.forEach(user -> at.put(user.user(), user.at()));
            for (String user : users) {
                Long later = waiting.get(user);
                if (later != null) {
                    at.merge(user, later, Math::max);
                }
            }
            List<SeenUser> known = new ArrayList<>(at.size());
            at.forEach((user, time) -> known.add(new SeenUser(user, time)));
            return known;
        });
    }
}
