package io.seqway.verification.simulation;

import io.seqway.store.log.LogId;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** No room of the simulation was ever made: nothing of them is kept. */
final class RoomClient implements RoomStore {
    @Override
    public Future<Map<String, RoomDocument>> byNames(Collection<String> rooms) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Boolean> put(RoomDocument document) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<List<RoomDocument>> due(Collection<Integer> partitions, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<List<RoomDocument>> rooms(String after, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> apply(LogId log, Member member) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Member>> membersOf(LogId log, String after, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<List<String>> roomsOf(String user, String after, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> removeMembers(LogId log) {
        return Future.succeededFuture();
    }
}
