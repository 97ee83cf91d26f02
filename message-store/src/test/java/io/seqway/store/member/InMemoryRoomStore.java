package io.seqway.store.member;

import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.LogId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rooms and members as plain maps: what the contract says and nothing else. */
public class InMemoryRoomStore implements RoomStore {
    private final TreeMap<String, RoomDocument> rooms = new TreeMap<>();
    private final Map<LogId, TreeMap<String, Member>> members = new HashMap<>();

    @Override
    public Future<Map<String, RoomDocument>> byNames(Collection<String> names) {
        Map<String, RoomDocument> found = new HashMap<>(rooms);
        found.keySet().retainAll(names);
        return Future.succeededFuture(found);
    }

    @Override
    public Future<Boolean> put(RoomDocument document) {
        RoomDocument before = rooms.get(document.room());
        boolean next = document.version() == (before == null ? 1 : before.version() + 1);
        if (next) {
            rooms.put(document.room(), document);
        }
        return Future.succeededFuture(next);
    }

    @Override
    public Future<List<RoomDocument>> due(Collection<Integer> partitions, int limit) {
        return Future.succeededFuture(rooms.values().stream()
                .filter(room -> room.isDue() && partitions.contains(Partitions.of(room.room())))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<List<RoomDocument>> rooms(String after, int limit) {
        return Future.succeededFuture((after == null ? rooms : rooms.tailMap(after, false))
                .values().stream().filter(room -> !room.isGone()).limit(limit).toList());
    }

    @Override
    public Future<Void> apply(LogId log, Member member) {
        members.computeIfAbsent(log, id -> new TreeMap<>())
                .merge(member.user(), member, (before, now) -> before.seq() >= now.seq() ? before : now);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Member>> membersOf(LogId log, String after, int limit) {
        TreeMap<String, Member> its = members.getOrDefault(log, new TreeMap<>());
        return Future.succeededFuture((after == null ? its : its.tailMap(after, false))
                .values().stream().limit(limit).toList());
    }

    @Override
    public Future<List<String>> roomsOf(String user, String after, int limit) {
        return Future.succeededFuture(members.entrySet().stream()
                .filter(its -> its.getValue().containsKey(user)
                        && its.getValue().get(user).role() != null)
                .map(its -> its.getKey().room())
                .filter(room -> after == null || room.compareTo(after) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Void> removeMembers(LogId log) {
        members.remove(log);
        return Future.succeededFuture();
    }
}
