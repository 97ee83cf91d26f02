package io.seqway.client.conformance;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The Java client, driven by lines of JSON (clients/conformance/README.md). */
public final class Adapter {
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final Map<String, Held> clients = new HashMap<>();
    private final Vertx vertx;

    private Adapter(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx();
        Adapter adapter = new Adapter(vertx);
        Context context = vertx.getOrCreateContext();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonObject command = new JsonObject(line);
                context.runOnContext(v -> adapter.obey(command));
            }
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    void say(JsonObject line) {
        out.println(line.encode());
        out.flush();
    }

    private void obey(JsonObject command) {
        Object id = command.remove("id");
        Object name = command.remove("client");
        String what = (String) command.remove("do");
        if (what.equals("hello")) {
            JsonArray can = new JsonArray().add("reload").add("streams");
            say(new JsonObject().put("id", id).put("value", new JsonObject().put("can", can)));
            return;
        }
        Held held = clients.computeIfAbsent((String) name, key -> new Held(key, vertx, this::say));
        if (what.equals("end")) {
            clients.remove(held.name());
        }
        answer(id, held, what, command);
    }

    private void answer(Object id, Held held, String what, JsonObject command) {
        Future<Object> answer;
        try {
            answer = held.obey(what, command);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        if (id != null) {
            answer.onSuccess(value -> say(new JsonObject().put("id", id).put("value", value)))
                    .onFailure(e -> say(new JsonObject().put("id", id).put("error", Said.of(e))));
        }
    }
}
