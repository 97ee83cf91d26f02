package io.seqway.client;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a {@link Room} tells. Handlers are called on the client's context, one after another, and must not block it. Each
 * {@code on…} gives what takes the handler away again.
 */
public abstract sealed class RoomEvents permits Room {
    final Handlers<Message> message = new Handlers<>();
    final Handlers<JsonObject> entry = new Handlers<>();
    final Handlers<Message> edit = new Handlers<>();
    final Handlers<Message> delete = new Handlers<>();
    final Handlers<Message> pending = new Handlers<>();
    final Handlers<Message> failed = new Handlers<>();
    final Handlers<Message> status = new Handlers<>();
    final Handlers<Event.Member> member = new Handlers<>();
    final Handlers<Event.Live> live = new Handlers<>();
    final Handlers<Event.Synced> synced = new Handlers<>();
    final Handlers<Event.Reset> reset = new Handlers<>();
    final Handlers<Event.Gap> gap = new Handlers<>();
    final Handlers<Event.Removed> removed = new Handlers<>();
    final Handlers<Event.Typing> typing = new Handlers<>();
    final Handlers<List<User>> presence = new Handlers<>();
    final Handlers<Cursor> receipt = new Handlers<>();
    final Handlers<Event.Signal> signal = new Handlers<>();
    final Handlers<SeqwayError> error = new Handlers<>();

    RoomEvents() {}

    /** Each message of the room, in order, once. */
    public Runnable onMessage(Handler<Message> handler) {
        return message.add(handler);
    }

    /** Each entry of the log as it came, of every kind: for who keeps a copy of their own. */
    public Runnable onEntry(Handler<JsonObject> handler) {
        return entry.add(handler);
    }

    /** A message of {@link #messages()} was edited. */
    public Runnable onEdit(Handler<Message> handler) {
        return edit.add(handler);
    }

    /** A message of {@link #messages()} was deleted. */
    public Runnable onDelete(Handler<Message> handler) {
        return delete.add(handler);
    }

    /** One waits to be stored: an own one, or one of others that was sent as optimistic. */
    public Runnable onPending(Handler<Message> handler) {
        return pending.add(handler);
    }

    /** One is not stored after all: {@link Message#error()} says why. */
    public Runnable onFailed(Handler<Message> handler) {
        return failed.add(handler);
    }

    /** An own message has another status, or one has entered or left the outbox; null: several, by a receipt. */
    public Runnable onStatus(Handler<Message> handler) {
        return status.add(handler);
    }

    /** Somebody became a member, or is one no more, or got another role. */
    public Runnable onMember(Handler<Event.Member> handler) {
        return member.add(handler);
    }

    /** The room is joined, and everything missed has been given to the handlers. */
    public Runnable onLive(Handler<Event.Live> handler) {
        return live.add(handler);
    }

    /** The same, after a reconnect or a hole. */
    public Runnable onSynced(Handler<Event.Synced> handler) {
        return synced.add(handler);
    }

    /** What there was of the room means nothing any more: forget it. */
    public Runnable onReset(Handler<Event.Reset> handler) {
        return reset.add(handler);
    }

    /** A hole was seen, and is being closed. */
    public Runnable onGap(Handler<Event.Gap> handler) {
        return gap.add(handler);
    }

    /** The user may not enter any more. */
    public Runnable onRemoved(Handler<Event.Removed> handler) {
        return removed.add(handler);
    }

    /** Somebody is writing, or no more. */
    public Runnable onTyping(Handler<Event.Typing> handler) {
        return typing.add(handler);
    }

    /** Who is here, whenever that changes. */
    public Runnable onPresence(Handler<List<User>> handler) {
        return presence.add(handler);
    }

    /** Somebody has got or read more. */
    public Runnable onReceipt(Handler<Cursor> handler) {
        return receipt.add(handler);
    }

    /** Something was said to whoever is there. */
    public Runnable onSignal(Handler<Event.Signal> handler) {
        return signal.add(handler);
    }

    /** The room could not be entered; it is tried again. */
    public Runnable onError(Handler<SeqwayError> handler) {
        return error.add(handler);
    }
}
