package io.seqway.store.log;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log as plain maps: what the contract says and nothing else. */
public class InMemoryRoomLog implements RoomLog {
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, Entry> byKey = new HashMap<>();

    @Override
    public Future<AppendResult> append(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (byId.containsKey(entry.id()) || byKey.containsKey(entry.key())) {
                return Future.succeededFuture(new AppendResult.Collided(i));
            }
            byId.put(entry.id(), entry);
            byKey.put(entry.key(), entry);
        }
        return Future.succeededFuture(new AppendResult.Stored());
    }

    @Override
    public Future<Map<String, Entry>> byIds(Collection<String> ids) {
        return Future.succeededFuture(select(byId, ids));
    }

    @Override
    public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
        return Future.succeededFuture(select(byKey, keys));
    }

    @Override
    public Future<Map<String, Long>> times(Collection<String> ids) {
        Map<String, Long> times = new HashMap<>();
        select(byId, ids).forEach((id, entry) -> times.put(id, entry.time()));
        return Future.succeededFuture(times);
    }

    /** The entry with this id, or {@code null}. */
    public Entry at(String id) {
        return byId.get(id);
    }

    /** How many entries there are. */
    public int size() {
        return byId.size();
    }

    private static Map<String, Entry> select(Map<String, Entry> all, Collection<String> names) {
        Map<String, Entry> selected = new HashMap<>();
        for (String name : names) {
            if (all.containsKey(name)) {
                selected.put(name, all.get(name));
            }
        }
        return selected;
    }
}
