package io.seqway.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A server with one room, r, that keeps what it promises, behind a line that loses, repeats and breaks. */
final class ModelServer implements Transport {
    /** Not a frame: the socket is open. */
    private static final JsonObject OPENED = new JsonObject();

    private static final int NEVER = Integer.MAX_VALUE;

    private final Random random;
    /** The entry with the seq n is at n - 1. */
    final List<JsonObject> log = new ArrayList<>();

    private final Map<String, Integer> seqs = new HashMap<>();
    private final Deque<JsonObject> in = new ArrayDeque<>();
    private final Deque<JsonObject> out = new ArrayDeque<>();
    private Ear ear;
    private boolean joined;
    /** One in so many frames is lost or repeated, one in so many sends refused for now. */
    private int faults = 12;

    ModelServer(Random random) {
        this.random = random;
    }

    @Override
    public Link open(Ear newEar) {
        forget();
        ear = newEar;
        out.add(OPENED);
        out.add(new JsonObject().put("type", "welcome"));
        return new Link() {
            @Override
            public void send(String text) {
                if (ear == newEar) {
                    in.add(new JsonObject(text));
                }
            }

            @Override
            public void send(Buffer binary) {
                throw new AssertionError("there are no streams here");
            }

            @Override
            public void close() {
                if (ear == newEar) {
                    forget();
                }
            }
        };
    }

    @Override
    public void close() {
        forget();
    }

    void heal() {
        faults = NEVER;
    }

    boolean quiet() {
        return in.isEmpty() && out.isEmpty();
    }

    /** What is on its way to the server may arrive; what is on its way to the client is lost. */
    void cut() {
        for (int arriving = random.nextInt(in.size() + 1); arriving > 0; arriving--) {
            hear();
        }
        Ear lost = ear;
        forget();
        if (lost != null) {
            lost.closed(1006, null, null);
        }
    }

    /** The client is gone without a word. */
    void crash() {
        for (int arriving = random.nextInt(in.size() + 1); arriving > 0; arriving--) {
            hear();
        }
        forget();
    }

    void hear() {
        if (!in.isEmpty()) {
            answer(in.remove());
        }
    }

    void say() {
        JsonObject next = out.poll();
        if (next == OPENED) {
            ear.opened();
        } else if (next != null) {
            ear.text(next.encode());
        }
    }

    /** Somebody else writes. */
    void entry() {
        append("bob", "b" + log.size());
    }

    private boolean fault() {
        return faults != NEVER && random.nextInt(faults) == 0;
    }

    private void forget() {
        ear = null;
        joined = false;
        in.clear();
        out.clear();
    }

    private int append(String sender, String clientMsgId) {
        int seq = log.size() + 1;
        JsonObject entry = new JsonObject()
                .put("type", "message")
                .put("room", "r")
                .put("seq", seq)
                .put("sender", sender)
                .put("clientMsgId", clientMsgId)
                .put("kind", "message")
                .put("body", seq);
        log.add(entry);
        if (joined && !fault()) {
            out.add(entry);
            if (fault()) {
                out.add(entry);
            }
        }
        return seq;
    }

    private void answer(JsonObject frame) {
        JsonObject reply = new JsonObject().put("id", frame.getValue("id"));
        switch (frame.getString("type")) {
            case "auth" -> out.add(reply.put("type", "authenticated").put("userId", "alice"));
            case "join" -> {
                joined = true;
                out.add(live(reply, log.size(), 0).put("type", "joined").put("room", "r"));
            }
            case "resume" -> {
                int from = frame.getJsonObject("rooms")
                        .getJsonObject("r", new JsonObject())
                        .getInteger("seq");
                joined = true;
                replay(from);
                JsonObject outcome = live(new JsonObject(), log.size(), log.size() - from);
                out.add(reply.put("type", "resumed").put("rooms", new JsonObject().put("r", outcome)));
            }
            case "send" -> send(frame, reply);
            case "ping" -> out.add(reply.put("type", "pong").put("seqs", new JsonObject().put("r", log.size())));
            case "rooms" -> out.add(reply.put("type", "rooms").put("rooms", new JsonArray()));
            case "receipts" -> out.add(reply.put("type", "receipts").put("cursors", new JsonArray()));
            default -> {} // receipts, and what else is not answered
        }
    }

    private void replay(int from) {
        for (int at = from; at < log.size(); at += 7) {
            List<JsonObject> some = log.subList(at, Math.min(log.size(), at + 7));
            out.add(new JsonObject()
                    .put("type", "missed")
                    .put("room", "r")
                    .put("epoch", "e")
                    .put("fromSeq", at + 1)
                    .put("messages", new JsonArray(new ArrayList<>(some))));
        }
    }

    private void send(JsonObject frame, JsonObject reply) {
        String id = frame.getString("clientMsgId");
        String after = frame.getString("after");
        if (!joined) {
            out.add(error(reply, "not-joined", false));
        } else if (after != null && !seqs.containsKey(after)) {
            out.add(error(reply, "out-of-order", true));
        } else if (!seqs.containsKey(id) && fault()) {
            out.add(error(reply, "unavailable", true));
        } else {
            Integer known = seqs.get(id);
            int seq = known != null ? known : append("alice", id);
            seqs.put(id, seq);
            out.add(reply.put("type", "ack").put("seq", seq).put("duplicate", known != null));
        }
    }

    private static JsonObject error(JsonObject reply, String code, boolean retryable) {
        return reply.put("type", "error").put("code", code).put("retryable", retryable);
    }

    private static JsonObject live(JsonObject outcome, int seq, int missed) {
        return outcome.put("status", "recovered")
                .put("seq", seq)
                .put("epoch", "e")
                .put("missed", missed);
    }
}
