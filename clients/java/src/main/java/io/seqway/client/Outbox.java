package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is not known to be stored. The order of a room's items is kept: each names the one before it as long as that is not
 * answered, so that the server stores it behind that one or not at all (docs/protocol.md, "Send").
 */
final class Outbox {
    /** How many of a room may be under way at once. */
    private static final int WINDOW = 32;

    private static final long RATE_LIMITED_MS = 300;

    private final Client client;
    private final Keeping keeping;
    /** In order. */
    private final Map<String, Item> all = new LinkedHashMap<>();

    private final Map<String, RoomQueue> queues = new LinkedHashMap<>();
    /** Whether the server may be spoken to. */
    private boolean open;

    Outbox(Client client, Keeping keeping) {
        this.client = client;
        this.keeping = keeping;
    }

    /** All that are not acked. */
    synchronized List<Item> items() {
        return all.values().stream()
                .filter(item -> item.stage != Item.Stage.ACKED)
                .toList();
    }

    /** Of a room, in order; those that are acked and whose entry is not here, too. */
    List<Item> of(String room) {
        RoomQueue queue = queue(room, false);
        return queue == null ? List.of() : queue.items();
    }

    /** Refused if the outbox is full or the room is none of the user's any more: what its outcome says then. */
    void add(Item item) {
        int max = client.options().maxQueued;
        Room room = client.rooms().of(item.room);
        SeqwayError refusal = items().size() >= max
                ? SeqwayError.beyond("Too much is waiting to be sent.", "queue-full", "maxQueued=" + max)
                : room.gone() ? SeqwayError.told("not-a-member", SeqwayError.NOT_A_MEMBER) : null;
        if (refusal != null) {
            fail(item, refusal);
            item.outcome.fail(refusal);
            return;
        }
        admit(item);
        flush(item.room);
        if (!item.tried) {
            save(item);
        }
        client.rooms().news(item);
    }

    /** It is known now whose all this is, and what of it was kept before is read. */
    void belongsTo(String account) {
        List<Item> here = items();
        keeping.belongsTo(account, this::adopt);
        here.forEach(this::save);
    }

    Future<Long> retry(String id) {
        Item item = find(id);
        if (item == null) {
            return Future.failedFuture(SeqwayError.told("unknown", "This is not in the outbox."));
        }
        if (item.stage == Item.Stage.FAILED) {
            item.stage = Item.Stage.WAITING;
            item.outcome = Promise.promise();
            item.announced = false;
            fail(item, null);
            if (item.message != null) {
                item.message.awaits(item.outcome.future());
            }
            save(item);
            flush(item.room);
            client.rooms().news(item);
        }
        return item.outcome.future();
    }

    Future<Boolean> cancel(String id) {
        Item item = find(id);
        if (item == null || item.stage != Item.Stage.FAILED && item.tried) {
            return Future.succeededFuture(false);
        }
        Future<Void> removed = remove(item);
        SeqwayError cancelled = SeqwayError.told("cancelled", "Cancelled.");
        item.stage = Item.Stage.FAILED;
        fail(item, cancelled);
        item.outcome.tryFail(cancelled);
        client.rooms().news(item);
        flush(item.room);
        return removed.map(true);
    }

    /** The server may be spoken to. */
    void open() {
        open = true;
        flush();
    }

    /** The connection is gone: what was under way may have arrived or not. */
    void close() {
        open = false;
        for (Item item : items()) {
            if (item.stage == Item.Stage.SENT) {
                item.stage = Item.Stage.WAITING;
            }
        }
        copyOfQueues().values().forEach(RoomQueue::endPause);
    }

    /** Of another user. What is kept stays there until that one is back. */
    void clear() {
        close();
        List<Item> left = items();
        synchronized (this) {
            all.clear();
            queues.clear();
        }
        SeqwayError error = SeqwayError.broken(ErrorKind.AUTH, "Another user has signed in.", "another-user");
        left.forEach(item -> item.outcome.tryFail(error));
    }

    void flush() {
        copyOfQueues().keySet().forEach(this::flush);
    }

    /**
     * The entry is here.
     *
     * @return what it was here, or null
     */
    Item arrived(String id, long result) {
        Item item = find(id);
        if (item != null) {
            remove(item);
            item.stage = Item.Stage.ACKED;
            item.outcome.tryComplete(result);
            flush(item.room);
        }
        return item;
    }

    /** No entry comes any more of what was acked up to there. */
    void settle(String room, long upTo) {
        of(room).stream()
                .filter(item -> item.stage == Item.Stage.ACKED && item.message.seq() <= upTo)
                .forEach(this::remove);
    }

    /** Nothing of this room can be sent any more. */
    void refuse(String room, SeqwayError error) {
        of(room).forEach(item -> refused(item, error));
    }

    private void adopt(List<JsonObject> records) {
        List<Item> earlier = new ArrayList<>();
        for (JsonObject kept : records) {
            Item item = read(kept);
            if (item != null && find(item.id) == null) {
                earlier.add(item);
            }
        }
        synchronized (this) {
            Map<String, Item> later = new LinkedHashMap<>(all);
            all.clear();
            earlier.forEach(item -> all.put(item.id, item));
            all.putAll(later);
        }
        for (String room : earlier.stream().map(item -> item.room).distinct().toList()) {
            queue(room, true)
                    .addBefore(earlier.stream()
                            .filter(item -> item.room.equals(room))
                            .toList());
        }
        earlier.forEach(client.rooms()::news);
        flush();
    }

    /** @return null if it cannot be read, which is said: it stays in the store */
    private Item read(JsonObject kept) {
        try {
            Item item = Item.of(kept);
            if (item.type.equals("send")) {
                client.rooms().of(item.room).write(item, Json.decodeValue(item.body));
                item.message.fails(item.error);
            }
            return item;
        } catch (RuntimeException e) {
            client.failed(SeqwayError.told("bad-record", "Not readable in the outbox: " + kept.getValue("id") + "."));
            return null;
        }
    }

    private void flush(String room) {
        RoomQueue queue = queue(room, false);
        if (queue == null
                || queue.items().stream().noneMatch(item -> item.stage == Item.Stage.WAITING)
                || !open
                || !keeping.loaded()
                || queue.paused()
                || !client.rooms().sendable(room)) {
            return;
        }
        List<Item> items = queue.items();
        long under =
                items.stream().filter(item -> item.stage == Item.Stage.SENT).count();
        boolean held = false;
        String after = null;
        for (Item item : items) {
            if (item.stage == Item.Stage.WAITING && under++ < WINDOW) {
                if (!item.tried) {
                    item.tried = true;
                    save(item);
                }
                held |= item.saving > 0; // goes out once it is kept, and those behind it after it
                if (!held && item.stage == Item.Stage.WAITING) { // not sent meanwhile by who has heard of something
                    transmit(item, after);
                }
            }
            if (item.stage == Item.Stage.SENT) {
                after = item.id;
            }
        }
    }

    private void transmit(Item item, String after) {
        item.stage = Item.Stage.SENT;
        try {
            client.requests().ask(item.frame(after), item.body, (error, ack) -> {
                if (error != null) {
                    refused(item, error);
                } else {
                    acked(item, ack);
                }
            });
        } catch (SeqwayError e) {
            refused(item, e);
        }
    }

    private void acked(Item item, JsonObject ack) {
        Room room = client.rooms().of(item.room);
        long seq = Fields.number(ack, "seq", 0);
        room.refusals = 0;
        if (item.message != null && !room.silent && seq > room.lastSeq(0)) {
            item.stage = Item.Stage.ACKED;
            item.message.take(item.message.content().stored(seq));
            keeping.remove(item);
        } else {
            if (item.message != null && item.message.seq() == null) {
                item.message.take(item.message.content().stored(seq));
            }
            remove(item);
            item.stage = Item.Stage.ACKED;
        }
        item.outcome.tryComplete(item.type.equals("send") ? seq : Fields.number(ack, "version", 0));
        answered(item);
    }

    private void refused(Item item, SeqwayError error) {
        if (item.stage == Item.Stage.ACKED || item.stage == Item.Stage.FAILED) {
            return;
        }
        RoomQueue queue = queue(item.room, true);
        // says nothing about the message, which goes out again once the room is joined again
        boolean notIt = error.kind() == ErrorKind.AUTH || "not-joined".equals(error.code());
        if (notIt || error.retryable()) {
            item.stage = Item.Stage.WAITING;
            queue.pause(0);
            if (notIt) {
                client.rooms().reenter(item.room);
            } else if (!"out-of-order".equals(error.code())) {
                int times = client.rooms().of(item.room).refusals++;
                long least = "rate-limited".equals(error.code()) ? RATE_LIMITED_MS : 0;
                Long said = error.retryAfterMs();
                queue.pause(
                        Math.max(least, said != null ? said : client.backoff().drawn(times)));
            }
        } else {
            item.stage = Item.Stage.FAILED;
            fail(item, error);
            if (item.message == null) {
                remove(item); // of an edit or a delete there is nothing to try again, or to cancel
            } else {
                save(item);
            }
            item.outcome.tryFail(error);
            client.failed(error);
        }
        answered(item);
    }

    private void answered(Item item) {
        client.rooms().news(item);
        RoomQueue queue = queue(item.room, false);
        if (queue != null) {
            queue.settle(client.clock(), () -> flush(item.room));
        }
        flush(item.room);
    }

    private void save(Item item) {
        keeping.put(item, () -> flush(item.room));
    }

    private static void fail(Item item, SeqwayError error) {
        item.error = error;
        if (item.message != null) {
            item.message.fails(error);
        }
    }

    private synchronized Item find(String id) {
        return all.get(id);
    }

    private synchronized void admit(Item item) {
        all.put(item.id, item);
        queue(item.room, true).add(item);
    }

    private Future<Void> remove(Item item) {
        synchronized (this) {
            all.remove(item.id);
            RoomQueue queue = queues.get(item.room);
            if (queue != null) {
                queue.remove(item);
                if (queue.isEmpty()) {
                    queue.endPause();
                    queues.remove(item.room);
                }
            }
        }
        return keeping.remove(item);
    }

    private synchronized RoomQueue queue(String room, boolean make) {
        return make ? queues.computeIfAbsent(room, name -> new RoomQueue()) : queues.get(room);
    }

    private synchronized Map<String, RoomQueue> copyOfQueues() {
        return new LinkedHashMap<>(queues);
    }
}
