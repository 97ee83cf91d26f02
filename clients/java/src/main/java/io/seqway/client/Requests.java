package io.seqway.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames that are answered, each by its id. */
final class Requests {
    /** The id of frames that have no reply: a refusal of them is of no use to anybody. */
    static final String UNANSWERED = "-";

    private static final long CALL_MS = 15_000;

    private final Connection connection;
    private final Clock clock;
    private long ids;
    /** What this connection has not answered. */
    private final Map<Long, Answer> asked = new HashMap<>();
    /** What is to be asked, again, once there is a connection. */
    private final Map<Runnable, Promise<JsonObject>> calls = new LinkedHashMap<>();

    /** One of the two is null. */
    interface Answer {
        void take(SeqwayError error, JsonObject frame);
    }

    Requests(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Asks on this connection; when that is lost there is no answer.
     *
     * @param body JSON text, or null
     * @throws SeqwayError if it is too large to be sent
     */
    void ask(JsonObject frame, String body, Answer answer) {
        long id = ++ids;
        connection.send(frame.put("id", id), body);
        asked.put(id, answer);
    }

    /** The same, as a binary frame. */
    void ask(JsonObject frame, Buffer payload, Answer answer) {
        long id = ++ids;
        connection.send(frame.put("id", id), payload);
        asked.put(id, answer);
    }

    /** Asks until there is an answer, over one connection after another, for 15 s. */
    Future<JsonObject> call(JsonObject frame) {
        Promise<JsonObject> outcome = Promise.promise();
        Runnable go = () -> {
            try {
                ask(frame, (String) null, (error, answer) -> {
                    if (error != null) {
                        outcome.tryFail(error);
                    } else {
                        outcome.tryComplete(answer);
                    }
                });
            } catch (SeqwayError e) {
                outcome.tryFail(e);
            }
        };
        calls.put(go, outcome);
        Runnable callOff =
                clock.after(CALL_MS, () -> outcome.tryFail(SeqwayError.silent(ErrorKind.NETWORK, "timeout")));
        Future<JsonObject> answered = outcome.future().onComplete(done -> {
            callOff.run();
            calls.remove(go);
        });
        if (connection.state() == State.CONNECTED) {
            go.run();
        }
        return answered;
    }

    void opened() {
        List.copyOf(calls.keySet()).forEach(Runnable::run);
    }

    void lost() {
        asked.clear();
    }

    /** There will be no connection: what is not answered fails, and its timers end. */
    void end() {
        SeqwayError closed = SeqwayError.broken(ErrorKind.NETWORK, "The client was closed.", "closed");
        List.copyOf(calls.values()).forEach(outcome -> outcome.tryFail(closed));
    }

    /** @return whether it was the answer to something */
    boolean answered(JsonObject frame, SeqwayError error) {
        Long id = Fields.number(frame, "id");
        Answer answer = id == null ? null : asked.remove(id);
        if (answer == null) {
            return false;
        }
        answer.take(error, error == null ? frame : null);
        return true;
    }
}
