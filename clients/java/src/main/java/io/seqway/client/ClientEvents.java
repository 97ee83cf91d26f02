package io.seqway.client;

import io.vertx.core.Handler;
import java.util.List;

/**
 * What a {@link Seqway} tells. Handlers are called on the client's context, one after another, and must not block it. Each
 * {@code on…} gives what takes the handler away again.
 */
public abstract sealed class ClientEvents permits Seqway {
    final Handlers<Event.StateChange> state = new Handlers<>();
    final Handlers<Event.Synced> synced = new Handlers<>();
    final Handlers<List<RoomInfo>> rooms = new Handlers<>();
    final Handlers<Message> message = new Handlers<>();
    final Handlers<Message> pending = new Handlers<>();
    final Handlers<Message> failed = new Handlers<>();
    final Handlers<SeqwayError> error = new Handlers<>();
    final Handlers<Event.Added> added = new Handlers<>();
    final Handlers<Event.Removed> removed = new Handlers<>();
    final Handlers<Event.Gap> gap = new Handlers<>();
    final Handlers<Event.Lagging> lagging = new Handlers<>();
    final Handlers<Event.DuplicateConnection> duplicateConnection = new Handlers<>();

    ClientEvents() {}

    /** The connection goes from one state to another. */
    public Runnable onState(Handler<Event.StateChange> handler) {
        return state.add(handler);
    }

    /** A room is up to date after a reconnect or a hole. */
    public Runnable onSynced(Handler<Event.Synced> handler) {
        return synced.add(handler);
    }

    /** The caller's rooms, after each connect and whenever they were asked for. */
    public Runnable onRooms(Handler<List<RoomInfo>> handler) {
        return rooms.add(handler);
    }

    /** Each message of all rooms, in the order of each room, once. */
    public Runnable onMessage(Handler<Message> handler) {
        return message.add(handler);
    }

    /** A message waits to be stored: an own one, or one of others that was sent as optimistic. */
    public Runnable onPending(Handler<Message> handler) {
        return pending.add(handler);
    }

    /** A message is not stored after all: {@link Message#error()} says why. */
    public Runnable onFailed(Handler<Message> handler) {
        return failed.add(handler);
    }

    /** What went wrong, whether or not the state changes with it. */
    public Runnable onError(Handler<SeqwayError> handler) {
        return error.add(handler);
    }

    /** The user is a member of another room now. */
    public Runnable onAdded(Handler<Event.Added> handler) {
        return added.add(handler);
    }

    /** The user may not enter a room any more. */
    public Runnable onRemoved(Handler<Event.Removed> handler) {
        return removed.add(handler);
    }

    /** A hole was seen in a room, and is being closed. */
    public Runnable onGap(Handler<Event.Gap> handler) {
        return gap.add(handler);
    }

    /** This client reads too slowly, or no more. */
    public Runnable onLagging(Handler<Event.Lagging> handler) {
        return lagging.add(handler);
    }

    /** A newer connection of this user takes this one's place. */
    public Runnable onDuplicateConnection(Handler<Event.DuplicateConnection> handler) {
        return duplicateConnection.add(handler);
    }
}
