package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One room as this client knows it. Its methods may be called by any thread.
 */
public final class Room extends RoomEvents {
    private final String id;
    private final Client client;
    private final Timeline timeline = new Timeline();
    private final RoomLog log;
    private final Cursors cursors;
    private final Attendance attendance;

    volatile boolean joined;
    volatile boolean gone;
    /** Joined only for what waits in the outbox, if at all; nobody has asked to hear it. */
    volatile boolean silent = true;

    RoomOptions options = new RoomOptions();
    /** The join or resume that is under way, or null. */
    Object entering;
    /** How often in a row it could not be entered, or something was refused for now. */
    int refusals;
    /** Calls off that it is entered again; null if that is not due. */
    Runnable again;
    /** Of {@link #join}, until it is live. */
    Promise<Void> arrival;

    Room(String id, Client client) {
        this.id = id;
        this.client = client;
        this.log = new RoomLog(this, timeline);
        this.cursors = new Cursors(this);
        this.attendance = new Attendance(this);
    }

    /** The name. */
    public String id() {
        return id;
    }

    /** Whether the server has it joined now. */
    public boolean joined() {
        return joined;
    }

    /** Whether the user may not enter it any more. */
    public boolean gone() {
        return gone;
    }

    /** How far it was given to the handlers, or null if that is not known yet: to be given to {@link RoomOptions#from}. */
    public Position position() {
        return silent ? null : log.position();
    }

    /** From where this client was, else from now on. */
    public Future<Void> join() {
        return join(new RoomOptions());
    }

    /**
     * Joins it, from now on also after each reconnect. Add the handlers before.
     *
     * @return done once everything missed has been given to the handlers; fails if the user may not enter, or leaves before
     */
    public Future<Void> join(RoomOptions how) {
        return client.call(() -> client.rooms().join(this, how));
    }

    /** Leaves it, and forgets its position. */
    public void leave() {
        client.run(() -> client.rooms().leave(this));
    }

    /** Sends a message. The same as {@code post(body, new SendOptions()).stored()}. */
    public Future<Long> send(Object body) {
        return send(body, new SendOptions());
    }

    /**
     * Sends a message. The same as {@code post(body, how).stored()}.
     *
     * @return the seq
     */
    public Future<Long> send(Object body, SendOptions how) {
        return post(body, how).stored();
    }

    /**
     * Puts a message into the outbox, where it waits until the server has stored it. The room need not be joined.
     *
     * @param body JSON: null, Boolean, Number, String, JsonObject, JsonArray, Map or List
     * @return the message, whose {@link Message#stored()} fails (kind {@code limit}) if the outbox is full
     * @throws IllegalArgumentException if the body is not JSON
     */
    public Message post(Object body, SendOptions how) {
        Item item = item("send", how.fields(), textOf(body));
        write(item, Json.decodeValue(item.body));
        client.run(() -> client.outbox().add(item));
        return item.message;
    }

    /** Changes an own message, or as a moderator any. Gives the new version. */
    public Future<Long> edit(long target, Object body) {
        return put(item("edit", new JsonObject().put("target", target), textOf(body)));
    }

    /** The same, unless the message has another version than this one: then it fails with {@code version-conflict}. */
    public Future<Long> edit(long target, Object body, long expectVersion) {
        JsonObject fields = new JsonObject().put("target", target).put("expectVersion", expectVersion);
        return put(item("edit", fields, textOf(body)));
    }

    /** Deletes an own message, or as a moderator any. Gives the new version. */
    public Future<Long> delete(long target) {
        return put(item("delete", new JsonObject().put("target", target), null));
    }

    /** The same, unless the message has another version than this one: then it fails with {@code version-conflict}. */
    public Future<Long> delete(long target, long expectVersion) {
        return put(item("delete", new JsonObject().put("target", target).put("expectVersion", expectVersion), null));
    }

    /**
     * A page of the log. It is asked for until there is an answer, for 15 s.
     *
     * @param before only those before this seq, or null
     * @param after only those behind this seq, or null
     * @param limit how many, or null for what the server takes for right
     */
    public Future<HistoryPage> history(Long before, Long after, Integer limit) {
        return page(before, after, limit)
                .map(page -> new HistoryPage(shown(page), Boolean.TRUE.equals(page.getValue("more"))));
    }

    /** Puts the page before the first of {@link #messages()} in front of it. Gives false if there is nothing more. */
    public Future<Boolean> loadEarlier(int limit) {
        return client.call(() -> {
            Long first = timeline.first();
            Position last = log.position();
            Long before = first != null ? first : last != null ? Long.valueOf(last.lastSeq() + 1) : null;
            return page(before, null, limit).map(page -> {
                List<JsonObject> entries = Fields.objects(page, "messages");
                if (!entries.isEmpty()) {
                    timeline.addEarlier(first, shown(page), Fields.number(entries.get(0), "seq", 1));
                }
                return Boolean.TRUE.equals(page.getValue("more"));
            });
        });
    }

    /** The last ones as they are now, then what others are about to have stored, then what waits here or has failed. */
    public List<Message> messages() {
        List<Message> all = new ArrayList<>(timeline.messages());
        client.outbox().of(id).stream()
                .map(item -> item.message)
                .filter(message -> message != null)
                .forEach(all::add);
        return all;
    }

    /** To be called at each key: tells the others at most every 3 s. */
    public void typing(boolean typing) {
        client.run(() -> attendance.say(typing));
    }

    /**
     * Says something to whoever is there; it may be lost.
     *
     * @param data JSON, up to 4 KiB
     * @param to a user id, or null for all
     */
    public void signal(String name, Object data, String to) {
        JsonObject frame =
                new JsonObject().put("type", "signal").put("name", name).put("data", data);
        client.run(() -> client.rooms().say(this, to == null ? frame : frame.put("to", to)));
    }

    /** Everything there is has been seen. */
    public void markRead() {
        client.run(() -> cursors.markRead(lastSeq(0)));
    }

    /** Everything up to here has been seen. */
    public void markRead(long seq) {
        client.run(() -> cursors.markRead(seq));
    }

    /** The own cursor of {@link #markRead()}. */
    public long readSeq() {
        return cursors.ownRead();
    }

    /** Asks who is here. */
    public Future<List<User>> presence() {
        return client.call(() -> client.requests().call(frame("presence")))
                .map(answer ->
                        Fields.objects(answer, "users").stream().map(User::of).toList());
    }

    /** Asks how far everybody is. */
    public Future<List<Cursor>> receipts() {
        return client.call(() -> client.requests().call(frame("receipts")).map(answer -> {
            Fields.objects(answer, "cursors").forEach(cursor -> cursors.take(Cursor.of(cursor)));
            return cursors.all();
        }));
    }

    /** Who is here, as far as known. */
    public List<User> users() {
        return attendance.users();
    }

    /** Who is writing: user ids. */
    public List<String> typingUsers() {
        return attendance.typingUsers();
    }

    /** Who has read this far: user ids, as far as known. */
    public List<String> readBy(long seq) {
        return cursors.readBy(seq);
    }

    Client client() {
        return client;
    }

    RoomLog log() {
        return log;
    }

    Timeline timeline() {
        return timeline;
    }

    Cursors cursors() {
        return cursors;
    }

    Attendance attendance() {
        return attendance;
    }

    long lastSeq(long otherwise) {
        Position position = log.position();
        return position == null ? otherwise : position.lastSeq();
    }

    /** Makes the message of an item. */
    void write(Item item, Object body) {
        item.message = new Message(this, Content.own(item, client.userId(), body));
        item.message.awaits(item.outcome.future());
    }

    /** It is not entered again for now. */
    void calm() {
        if (again != null) {
            again.run();
            again = null;
        }
    }

    /** The connection is gone, and with it what is true only now. */
    void lost() {
        joined = false;
        entering = null;
        calm();
        timeline.forgetPendings();
        attendance.lost();
        cursors.lost();
    }

    private Future<Long> put(Item item) {
        client.run(() -> client.outbox().add(item));
        return item.outcome.future();
    }

    private Item item(String type, JsonObject fields, String body) {
        return new Item(
                client.ids().next(), id, type, fields, body, client.clock().now());
    }

    private Future<JsonObject> page(Long before, Long after, Integer limit) {
        JsonObject frame =
                frame("history").put("before", before).put("after", after).put("limit", limit);
        frame.getMap().values().removeIf(Objects::isNull);
        return client.call(() -> client.requests().call(frame));
    }

    private List<Message> shown(JsonObject page) {
        return Fields.objects(page, "messages").stream()
                .filter(entry -> "message".equals(entry.getValue("kind")))
                .map(entry -> new Message(this, Content.of(entry)))
                .toList();
    }

    private JsonObject frame(String type) {
        return new JsonObject().put("type", type).put("room", id);
    }

    private static String textOf(Object body) {
        try {
            return Json.encode(body);
        } catch (EncodeException e) {
            throw new IllegalArgumentException("body must be JSON: " + e.getMessage(), e);
        }
    }
}
