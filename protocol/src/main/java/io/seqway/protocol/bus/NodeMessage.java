package io.seqway.protocol.bus;

import io.seqway.protocol.bus.FromStore.Owned;
import java.util.List;

/** What nodes ask each other for whoever runs them, and for backends. */
public sealed interface NodeMessage extends BusMessage {
    /**
     * Asks a gateway node to close the connections of a user; answered by {@link Disconnected} as a reply.
     *
     * @param reason what the connections are told
     */
    record Disconnect(String user, String reason) implements NodeMessage {}

    /** @param connections how many were closed */
    record Disconnected(int connections) implements NodeMessage {}

    /** Asks a gateway node for the connections of a user; answered by {@link UserReport} as a reply. */
    record AskUser(String user) implements NodeMessage {}

    /** @param node the gateway node that speaks */
    record UserReport(String node, List<ConnectionReport> connections) implements NodeMessage {}

    /** Asks a message store what it knows of a room; answered by {@link RoomReport} as a reply. */
    record AskRoom(String room) implements NodeMessage {}

    /**
     * What a message store knows of a room. Where it is not the owner it names the one it believes to be, and has nothing
     * else to say.
     *
     * @param node the message store that speaks
     * @param owner the owner of the room's partition as far as it knows, or {@code null}
     * @param ownerEpoch as in {@link Owned}
     * @param leased whether the lease of the one who speaks lasts
     * @param log what the owner has of the room, else {@code null}
     */
    record RoomReport(String node, int partition, String owner, long ownerEpoch, boolean leased, RoomState log)
            implements NodeMessage {}

    /**
     * One connection of a user.
     *
     * @param remote where it comes from
     * @param ageMs how long it has been there
     * @param rooms those that it has joined
     */
    record ConnectionReport(
            String session,
            String remote,
            long ageMs,
            long expiresAt,
            long framesIn,
            long framesOut,
            int unanswered,
            List<RoomPosition> rooms) {}

    /**
     * @param seq the last seq that was written to the connection, or -1 while the room is not open
     * @param lagging whether the connection is behind, because it does not read
     */
    record RoomPosition(String room, long seq, boolean lagging) {}

    /**
     * What the owner of a room has of it.
     *
     * @param floor entries up to this seq are gone
     * @param head the last seq
     * @param ringFirst the seq of the first entry in memory, or 0 if there is none
     * @param ringEntries how many entries are in memory
     * @param ringBytes of them
     * @param waiting messages that wait to be written
     * @param watchers the gateway nodes that want its entries
     */
    record RoomState(
            String epoch,
            long floor,
            long head,
            long ringFirst,
            int ringEntries,
            long ringBytes,
            int waiting,
            long waitingBytes,
            List<String> watchers) {}
}
