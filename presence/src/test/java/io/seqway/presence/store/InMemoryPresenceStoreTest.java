package io.seqway.presence.store;

import java.util.concurrent.atomic.AtomicLong;

/** The store of the other tests keeps the same contract as Redis. */
class InMemoryPresenceStoreTest extends PresenceStoreContract {
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private final InMemoryPresenceStore store = new InMemoryPresenceStore(options("redis://localhost"), clock::get);

    @Override
    protected void open() {
        store.open(heard);
        store.open(heardElsewhere);
    }

    @Override
    protected PresenceStore store() {
        return store;
    }

    @Override
    protected PresenceStore storeOfAnotherNode() {
        return store;
    }

    @Override
    protected long nowMs() {
        return clock.get();
    }

    @Override
    protected void pass(long ms) {
        clock.addAndGet(ms);
    }
}
