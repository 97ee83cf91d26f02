package io.seqway.store.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.PresenceMessage.SeenUser;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When users were online last is kept by few writes, and none of it is lost by one that fails. */
class LastSeenTest {
    private final List<Integer> writes = new ArrayList<>();
    private final Map<String, Long> kept = new HashMap<>();
    private boolean fails;

    private final LastSeen lastSeen = new LastSeen(new SeenStore() {
        @Override
        public Future<Void> keep(Collection<SeenUser> users) {
            if (fails) {
                return Future.failedFuture("away");
            }
            writes.add(users.size());
            users.forEach(user -> kept.merge(user.user(), user.at(), Math::max));
            return Future.succeededFuture();
        }

        @Override
        public Future<List<SeenUser>> read(List<String> users) {
            return Future.succeededFuture(users.stream()
                    .filter(kept::containsKey)
                    .map(user -> new SeenUser(user, kept.get(user)))
                    .toList());
        }
    });

    @Test
    void ofManyTimesOfAUserTheLastOneIsWrittenOnce() {
        lastSeen.take(List.of(new SeenUser("ann", 1), new SeenUser("ben", 5)));
        lastSeen.take(List.of(new SeenUser("ann", 3)));
        lastSeen.take(List.of(new SeenUser("ann", 2)));

        lastSeen.flush();
        lastSeen.flush();

        assertThat(writes).containsExactly(2);
        assertThat(kept).isEqualTo(Map.of("ann", 3L, "ben", 5L));
    }

    @Test
    void manyUsersAreWrittenInBatches() {
        lastSeen.take(IntStream.range(0, LastSeen.BATCH + 1)
                .mapToObj(i -> new SeenUser("u" + i, i))
                .toList());

        lastSeen.flush();

        assertThat(writes).containsExactly(LastSeen.BATCH, 1);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenTheNextTime() {
        fails = true;
        lastSeen.take(List.of(new SeenUser("ann", 1)));
        lastSeen.flush();
        lastSeen.take(List.of(new SeenUser("ann", 2)));
        fails = false;
        lastSeen.flush();

        assertThat(kept).isEqualTo(Map.of("ann", 2L));
    }

    @Test
    void whatIsNotWrittenYetIsKnownAlready() {
        kept.put("ann", 1L);
        lastSeen.take(List.of(new SeenUser("ann", 4)));

        assertThat(lastSeen.read(List.of("ann", "ben")).result()).containsExactly(new SeenUser("ann", 4));
    }
}
