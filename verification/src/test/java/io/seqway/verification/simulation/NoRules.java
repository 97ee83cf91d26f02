package io.seqway.verification.simulation;

import io.seqway.store.retention.Retention;
import io.seqway.store.retention.RoomRules;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** No room has a rule of its own. */
final class NoRules implements RoomRules {
    @Override
    public Future<Optional<Retention>> of(String room) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Some> behind(String room, int limit) {
        return Future.succeededFuture(new Some(Map.of(), null));
    }

    @Override
    public Future<String> position() {
        return Future.succeededFuture("");
    }

    @Override
    public Future<Void> keep(String position) {
        return Future.succeededFuture();
    }
}
