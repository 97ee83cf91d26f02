package io.seqway.store.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Streams in memory. What becomes of a call, and when, may be told by a test. */
final class InMemoryStreamStore implements StreamStore {
    /** What a test may have happen to a call: it runs it, sooner or later or twice, and answers or does not. */
    interface Fate {
        <T> void decide(String call, Supplier<T> effect, Promise<T> answer);
    }

    private final Map<String, Catalogue> catalogues = new HashMap<>();
    private final Map<String, StoredChunk> chunks = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Fate fate = new Fate() {
        @Override
        public <T> void decide(String call, Supplier<T> effect, Promise<T> answer) {
            answer.complete(effect.get());
        }
    };
    private String problem;

    void fate(Fate decides) {
        fate = decides;
    }

    void problem(String why) {
        problem = why;
    }

    /** The names of the methods that were called, in order. */
    List<String> calls() {
        return calls;
    }

    Catalogue now(String user) {
        return catalogues.getOrDefault(user, Catalogue.empty(user));
    }

    Map<String, StoredChunk> chunks() {
        return chunks;
    }

    @Override
    public Future<Catalogue> catalogue(String user) {
        return call("catalogue", () -> now(user));
    }

    @Override
    public Future<Boolean> replace(Catalogue next) {
        return call("replace", () -> {
            boolean replaces = now(next.user()).version() == next.version() - 1;
            if (replaces) {
                catalogues.put(next.user(), next);
            }
            return replaces;
        });
    }

    @Override
    public Future<Boolean> put(StoredChunk chunk) {
        return call("put", () -> chunks.putIfAbsent(chunk.id(), chunk) == null);
    }

    @Override
    public Future<String> hash(String id) {
        return call("hash", () -> chunks.containsKey(id) ? chunks.get(id).hash() : null);
    }

    @Override
    public Future<StoredChunk> chunk(String id) {
        return call("chunk", () -> chunks.get(id));
    }

    @Override
    public Future<Void> remove(List<String> ids) {
        return call("remove", () -> {
            ids.forEach(chunks::remove);
            return null;
        });
    }

    @Override
    public String problem() {
        return problem;
    }

    private <T> Future<T> call(String name, Supplier<T> effect) {
        calls.add(name);
        Promise<T> answer = Promise.promise();
        fate.decide(name, effect, answer);
        return answer.future();
    }
}
