package io.seqway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.presence.store.HeardChanges;
import io.seqway.presence.store.InMemoryPresenceStore;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.bus.PresenceMessage.Lease;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A word that the store has not taken may be that somebody came: until it is said again, nobody is to be found absent. */
class WordsTest {
    private static final PresenceOptions OPTIONS = new PresenceOptions("redis://localhost", 60_000, 10_000, 10, 1_000);

    private final InMemoryPresenceStore store = new InMemoryPresenceStore(OPTIONS, () -> 1);
    private int failures;
    private final Words words = new Words(store, (room, taken) -> {}, () -> failures++);

    @Test
    void whoFindsTheAbsentIsToldThatAWordWasNotTaken() {
        assertThat(words.take(here("ann")).result()).isEqualTo(new HereTaken(false, true));

        assertThat(failures).isEqualTo(1);
    }

    @Test
    void whoHadNoLeaseWhenOneOfManyRoomsWasTakenHearsSoThoughItHasOneByNow() {
        store.open(new HeardChanges());
        Promise<Void> held = store.holdWords();
        words.take(here("ben"));
        store.holdWords().complete();
        Arrival elsewhere = new Arrival("elsewhere", "ann", "ann", 1, 0, null, null, 0);
        Arrival here = here("ann").arrivals().get(0);
        Future<HereTaken> taken = words.take(new Here("g1/0", List.of(elsewhere, here)));

        words.lease(new Lease("g1/0", "g1", true));
        held.complete();

        assertThat(taken.result()).isEqualTo(new HereTaken(true, false));
        assertThat(words.take(here("ann")).result()).isEqualTo(new HereTaken(true, true));
    }

    private static Here here(String user) {
        return new Here("g1/0", List.of(new Arrival("room", user, user, 1, 0, null, null, 0)));
    }
}
