package io.seqway.store.log;

class InMemoryRoomLogTest extends RoomLogContract {
    private final RoomLog log = new InMemoryRoomLog();

    @Override
    protected RoomLog log() {
        return log;
    }
}
