package io.seqway.store.member;

class InMemoryRoomStoreTest extends RoomStoreContract {
    private final RoomStore store = new InMemoryRoomStore();

    @Override
    protected RoomStore store() {
        return store;
    }
}
