package io.seqway.store.stream;

class InMemoryStreamStoreTest extends StreamStoreContract {
    private final StreamStore store = new InMemoryStreamStore();

    @Override
    protected StreamStore store() {
        return store;
    }
}
