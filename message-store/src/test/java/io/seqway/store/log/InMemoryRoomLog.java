package io.seqway.store.log;

import io.seqway.protocol.cluster.Partitions;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The log as plain maps: what the contract says and nothing else. */
public class InMemoryRoomLog implements RoomLog {
    private final Map<String, Entry> byId = new HashMap<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private final Set<String> settled = new HashSet<>();
    private final Map<String, Floor> floors = new HashMap<>();

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
    public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
        Map<String, Stamp> stamps = new HashMap<>();
        select(byId, ids).forEach((id, entry) -> stamps.put(id, Stamp.of(entry)));
        return Future.succeededFuture(stamps);
    }

    @Override
    public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
        Map<String, Entry> last = new HashMap<>();
        for (Entry entry : byId.values()) {
            if (entry.isChange() && ids.contains(entry.targetId())) {
                last.merge(entry.targetId(), entry, (one, other) -> one.version() > other.version() ? one : other);
            }
        }
        return Future.succeededFuture(last);
    }

    @Override
    public Future<Void> redact(Entry deletion) {
        List<Entry> bare = byId.values().stream()
                .filter(entry -> entry.id().equals(deletion.targetId())
                        || entry.isEdit() && entry.targetId().equals(deletion.targetId()))
                .map(Entry::redacted)
                .toList();
        for (Entry entry : bare) {
            byId.put(entry.id(), entry);
            byKey.put(entry.key(), entry);
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> settled(Entry entry) {
        settled.add(entry.id());
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
        return Future.succeededFuture(byId.values().stream()
                .filter(entry -> entry.isDemanding() && !settled.contains(entry.id()))
                .filter(entry -> partitions.contains(Partitions.of(entry.log().room())))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Map<String, Floor>> floors(Collection<String> names) {
        return Future.succeededFuture(select(floors, names));
    }

    @Override
    public Future<Void> raise(LogId id, Floor floor) {
        floors.merge(
                id.name(),
                floor,
                (one, other) -> new Floor(Math.max(one.seq(), other.seq()), Math.max(one.removed(), other.removed())));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> removeFloor(LogId id) {
        floors.remove(id.name());
        return Future.succeededFuture();
    }

    @Override
    public Future<Long> remove(LogId id, long after, long upTo) {
        long removed = 0;
        for (long seq = after + 1; seq <= upTo; seq++) {
            Entry entry = byId.remove(id.entryId(seq));
            if (entry != null) {
                byKey.remove(entry.key());
                removed++;
            }
        }
        return Future.succeededFuture(removed);
    }

    @Override
    public Future<Optional<FirstEntry>> behind(String room) {
        String from = room.isEmpty() ? "" : LogId.behindEntriesOf(room);
        return Future.succeededFuture(byId.entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(from) > 0)
                .min(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(entry -> new FirstEntry(entry.log(), entry.seq(), entry.time())));
    }

    /** The entry with this id, or {@code null}. */
    public Entry at(String id) {
        return byId.get(id);
    }

    /** How many entries there are. */
    public int size() {
        return byId.size();
    }

    private static <V> Map<String, V> select(Map<String, V> all, Collection<String> names) {
        Map<String, V> selected = new HashMap<>();
        for (String name : names) {
            if (all.containsKey(name)) {
                selected.put(name, all.get(name));
            }
        }
        return selected;
    }
}
