package io.seqway.store.sequence;

import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Shown;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads entries as they are shown now: with the edits and deletions behind them, which are asked for at the same time.
 * Only an edit whose message is not among those that are read costs one more question: whether that was deleted.
 */
final class Folding {
    private final RoomLog log;

    Folding(RoomLog log) {
        this.log = log;
    }

    /** The entries with these ids, those that exist, by id. */
    Future<Map<String, Shown>> byIds(Collection<String> ids) {
        Future<Map<String, Entry>> stored = log.byIds(ids);
        Future<Map<String, Entry>> changes = log.lastChanges(ids);
        return Future.all(stored, changes).compose(both -> {
            Set<String> elsewhere = new HashSet<>();
            for (Entry entry : stored.result().values()) {
                if (entry.isEdit() && !entry.deleted() && !changes.result().containsKey(entry.targetId())) {
                    elsewhere.add(entry.targetId());
                }
            }
            return elsewhere.isEmpty()
                    ? Future.succeededFuture(fold(stored.result(), changes.result(), Map.of()))
                    : log.lastChanges(elsewhere).map(more -> fold(stored.result(), changes.result(), more));
        });
    }

    private static Map<String, Shown> fold(
            Map<String, Entry> stored, Map<String, Entry> changes, Map<String, Entry> moreChanges) {
        Map<String, Shown> shown = new HashMap<>();
        stored.forEach((id, entry) -> {
            String changed = entry.isEdit() ? entry.targetId() : id;
            Entry change = changes.getOrDefault(changed, moreChanges.get(changed));
            shown.put(id, change == null ? Shown.of(entry) : Shown.of(entry).with(change));
        });
        return shown;
    }
}
