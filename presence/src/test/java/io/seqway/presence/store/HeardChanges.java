package io.seqway.presence.store;

import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a store tells of changes. */
public final class HeardChanges implements PresenceListener {
    private final BlockingQueue<PresenceChange> heard = new LinkedBlockingQueue<>();

    @Override
    public void changed(PresenceChange change) {
        heard.add(change);
    }

    @Override
    public void available() {
        // the test asks the store itself
    }

    /** The next change in a room. */
    PresenceChange next(String room) {
        try {
            while (true) {
                PresenceChange change = heard.poll(20, TimeUnit.SECONDS);
                if (change == null) {
                    throw new AssertionError("no change was heard");
                }
                if (change.room().equals(room)) {
                    return change;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What has been heard of a room and not been looked at yet. */
    List<PresenceChange> unread(String room) {
        return heard.stream().filter(change -> change.room().equals(room)).toList();
    }
}
