package io.seqway.store.cursor;

class InMemoryCursorStoreTest extends CursorStoreContract {
    private final CursorStore store = new InMemoryCursorStore();

    @Override
    protected CursorStore store() {
        return store;
    }
}
