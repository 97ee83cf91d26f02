package io.seqway.store.interest;

import io.seqway.protocol.cluster.HeadSum;
import io.seqway.protocol.cluster.Partitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which gateway nodes want the new entries of which rooms, and for each node and partition a sum of where its rooms end.
 * Every change of a room costs the same however many rooms there are, and a sum costs nothing to ask for.
 */
public final class Interest {
    private final List<Map<String, WatchedRoom>> byPartition = new ArrayList<>();
    private final Map<String, Watcher> watchers = new HashMap<>();

    public Interest() {
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            byPartition.add(new HashMap<>());
        }
    }

    /** The node wants the room. */
    public void begin(String name, String node) {
        WatchedRoom room = among(name).computeIfAbsent(name, WatchedRoom::new);
        Watcher watcher = watchers.computeIfAbsent(node, n -> new Watcher());
        if (room.watchers().putIfAbsent(node, watcher) == null) {
            watcher.add(room);
        }
    }

    /** The room ends at this seq now; it is counted in sums from the first time that this is known. */
    public void at(String name, String epoch, long head) {
        WatchedRoom room = among(name).get(name);
        if (room != null && !room.isPast(epoch, head)) {
            room.watchers().values().forEach(watcher -> watcher.discount(room));
            room.move(epoch, head);
            room.watchers().values().forEach(watcher -> watcher.count(room));
        }
    }

    /** The node wants the room no more. */
    public void end(String name, String node) {
        WatchedRoom room = among(name).get(name);
        if (room != null) {
            end(room, node);
        }
    }

    /** The node wants nothing more of these partitions. */
    public void end(String node, BitSet partitions) {
        Watcher watcher = watchers.get(node);
        if (watcher != null) {
            partitions.stream()
                    .forEach(partition -> List.copyOf(watcher.rooms(partition)).forEach(room -> end(room, node)));
        }
    }

    /** The node is gone. */
    public void end(String node) {
        BitSet all = new BitSet();
        all.set(0, Partitions.COUNT);
        end(node, all);
        watchers.remove(node);
    }

    /** Nobody's interest in these partitions matters any more. */
    public void end(BitSet partitions) {
        watchers.keySet().forEach(node -> end(node, partitions));
    }

    /** How many rooms of a partition the node wants, and where they end. */
    public HeadSum sum(String node, int partition) {
        Watcher watcher = watchers.get(node);
        return watcher == null ? HeadSum.NONE : watcher.sum(partition);
    }

    /** The nodes that want the room. */
    public Set<String> nodes(String name) {
        WatchedRoom room = among(name).get(name);
        return room == null ? Set.of() : room.watchers().keySet();
    }

    /** The rooms of these partitions that anybody wants. */
    public List<String> rooms(IntPredicate partitions) {
        return IntStream.range(0, Partitions.COUNT)
                .filter(partitions)
                .mapToObj(byPartition::get)
                .flatMap(rooms -> rooms.keySet().stream())
                .toList();
    }

    /** Whether anybody wants the room. */
    public boolean in(String name) {
        return among(name).containsKey(name);
    }

    /** The rooms of the same partition. */
    private Map<String, WatchedRoom> among(String name) {
        return byPartition.get(Partitions.of(name));
    }

    private void end(WatchedRoom room, String node) {
        Watcher watcher = room.watchers().remove(node);
        if (watcher != null) {
            watcher.remove(room);
        }
        if (room.watchers().isEmpty()) {
            byPartition.get(room.partition()).remove(room.name());
        }
    }
}
