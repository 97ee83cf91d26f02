package io.seqway.store.stream;

import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.stream.Catalogue.Removal;
import io.seqway.store.stream.UserStreams.Step;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the chunks of streams that were removed out of the store, some at a time. Belongs to one event loop. */
final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private static final int AT_ONCE = 100;

    private final EventLoop loop;
    private final StreamStore store;
    private final Turns writes;
    private final Function<String, UserStreams> users;
    private final Set<Removal> underWay = new HashSet<>();

    /** @param users the streams of a user, by name */
    Removals(EventLoop loop, StreamStore store, Turns writes, Function<String, UserStreams> users) {
        this.loop = loop;
        this.store = store;
        this.writes = writes;
        this.users = users;
    }

    /** Whoever had removed a stream may have died before its chunks were. */
    void finish(Catalogue catalogue) {
        catalogue.removals().forEach(removal -> finish(catalogue.user(), removal));
    }

    void finish(String user, Removal removal) {
        if (!underWay.add(removal)) {
            return;
        }
        Promise<Void> gone = Promise.promise();
        remove(user, removal, 0, gone);
        gone.future()
                .compose(removed -> users.apply(user)
                        .change(catalogue -> new Step<>(
                                catalogue.removals().contains(removal) ? catalogue.removed(removal) : catalogue, null)))
                .onFailure(e -> LOG.warn("the chunks of a removed stream are not removed yet: {}", e.toString()))
                .onComplete(done -> underWay.remove(removal));
    }

    /** Each step from the loop anew: there may be 100,000 of them, and futures that wait for one another use up the stack. */
    private void remove(String user, Removal removal, int from, Promise<Void> gone) {
        int end = Math.min(removal.end(), from + AT_ONCE);
        List<String> ids = IntStream.range(from, end)
                .mapToObj(seq -> Stream.chunkId(user, removal.stream(), removal.incarnation(), seq))
                .toList();
        writes.take(() -> store.remove(ids)).onFailure(gone::fail).onSuccess(removed -> {
            if (end == removal.end()) {
                gone.complete();
            } else {
                loop.run(() -> remove(user, removal, end, gone));
            }
        });
    }
}
