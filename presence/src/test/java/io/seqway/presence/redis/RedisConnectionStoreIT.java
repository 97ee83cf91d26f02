package io.seqway.presence.redis;

import static io.seqway.presence.Await.result;
import static io.seqway.presence.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seqway.presence.PresenceOptions;
import io.seqway.presence.store.ConnectionStore;
import io.seqway.presence.store.HeardChanges;
import io.seqway.presence.store.PresenceStore;
import io.seqway.presence.store.Superfluous;
import io.seqway.presence.store.UserConnection;
import io.seqway.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which connections of a user are too many: beyond two, and after what leases and late words there may be. */
@Execution(ExecutionMode.CONCURRENT)
class RedisConnectionStoreIT {
    private static final long LEASE_MS = 4_000;
    private static final int MOST = 2;

    /** A partition that no server has, so that nobody else is there. */
    private final int partition = ThreadLocalRandom.current().nextInt(1_000, Integer.MAX_VALUE);

    private final String ann = "ann-" + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, TestRedis.uri());
    private ConnectionStore store;
    private ConnectionStore ofAnotherNode;

    @BeforeEach
    void open() {
        store = opened();
        ofAnotherNode = opened();
    }

    @AfterEach
    void close() {
        result(vertx.close());
    }

    @Test
    void whereConnectionsStayAFreshOneIsTooManyBeyondTheLimit() {
        assertThat(allow("g1", "a", 1)).isEmpty();
        assertThat(allow("g2", "b", 2)).isEmpty();

        assertThat(allow("g1", "c", 3)).containsExactly(new Superfluous("g1", "c", false));
        assertThat(again("g1", "a", 1)).isEmpty();
        assertThat(again("g2", "b", 2)).isEmpty();
        assertThat(taken(ofAnotherNode, word("g2", "somebody-else-" + ann, "d", 4, true, false)))
                .isEmpty();
    }

    @Test
    void aFreshOneThatIsSaidAgainIsTooManyAgainAndThoseThatHaveAPlaceKeepIt() {
        allow("g1", "a", 1);
        allow("g2", "b", 2);
        allow("g1", "c", 3);

        assertThat(allow("g1", "c", 3)).containsExactly(new Superfluous("g1", "c", false));
        assertThat(allow("g1", "a", 1)).isEmpty();
        assertThat(allow("g2", "b", 2)).isEmpty();
    }

    @Test
    void aPlaceIsFreeAgainOnceAConnectionHasGone() {
        allow("g1", "a", 1);
        allow("g2", "b", 2);
        gone("g2", "b");

        assertThat(allow("g1", "c", 3)).isEmpty();
        assertThat(allow("g1", "d", 4)).containsExactly(new Superfluous("g1", "d", false));
    }

    @Test
    void whatIsThereWithoutHavingBeenAskedForMayStay() {
        allow("g1", "a", 1);
        allow("g1", "b", 2);

        assertThat(again("g2", "c", 3)).isEmpty();
        assertThat(allow("g2", "d", 4)).containsExactly(new Superfluous("g2", "d", false));
    }

    @Test
    void whereTheNewestStayTheOldestGo() {
        assertThat(replace(store, "g1", "a", 1)).isEmpty();
        assertThat(replace(ofAnotherNode, "g2", "b", 2)).isEmpty();

        assertThat(replace(store, "g3", "c", 3)).containsExactly(new Superfluous("g1", "a", true));
        assertThat(replace(store, "g3", "d", 4)).containsExactly(new Superfluous("g2", "b", true));
    }

    @Test
    void aWordThatComesLateReplacesNobodyNewer() {
        replace(store, "g2", "b", 2);
        replace(store, "g3", "c", 3);

        assertThat(replace(ofAnotherNode, "g1", "a", 1)).containsExactly(new Superfluous("g1", "a", true));
        assertThat(replace(store, "g2", "b", 2)).isEmpty();
        assertThat(replace(store, "g3", "c", 3)).isEmpty();
    }

    @Test
    void whoWasNotToldIsFoundToBeTooManyAgain() {
        replace(store, "g1", "a", 1);
        replace(store, "g2", "b", 2);
        replace(store, "g3", "c", 3);

        assertThat(replace(store, "g1", "a", 1)).containsExactly(new Superfluous("g1", "a", true));
    }

    @Test
    void ofManyThatAreSaidAtOnceTheNewestStayWhateverTheirOrder() {
        List<UserConnection> words = Stream.of(5L, 1L, 4L, 2L, 3L)
                .map(order -> word("g" + order, ann, "s" + order, order, false, true))
                .toList();

        assertThat(result(store.take(partition, words)))
                .extracting(Superfluous::session)
                .containsExactlyInAnyOrder("s1", "s2", "s3");
    }

    @Test
    void timesThatDifferByAMicrosecondAreToldApart() {
        long now = 1_795_000_000_000_001L;
        replace(store, "g1", "a", now);
        replace(store, "g2", "c", now + 2);

        assertThat(replace(store, "g3", "b", now + 1)).containsExactly(new Superfluous("g1", "a", true));
    }

    @Test
    void theConnectionsOfASourceThatFallsSilentDoNotCountAfterTheLease() {
        allow("killed", "a", 1);
        allow("killed", "b", 2);
        assertThat(allow("g1", "c", 3)).hasSize(1);

        long end = result(store.nowMicros()) + TimeUnit.MILLISECONDS.toMicros(LEASE_MS);
        until("the lease is over", () -> result(store.nowMicros()) > end);

        assertThat(allow("g1", "c", 3)).isEmpty();
    }

    @Test
    void nothingIsKeptOfUsersWhoAreGone() {
        allow("g1", "a", 1);
        gone("g1", "a");
        assertThat(kept()).isZero();

        allow("killed", "b", 2);
        assertThat(kept()).isEqualTo(1);
        until("somebody else's word has swept it out", () -> {
            gone("g1", "nobody");
            return kept() == 0;
        });
    }

    @Test
    void itTellsTheTimeByWhichAllNodesAgree() {
        assertThat(result(store.nowMicros()))
                .isCloseTo(
                        TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
                        within(TimeUnit.MINUTES.toMicros(1)));
    }

    private List<Superfluous> allow(String source, String session, long order) {
        return taken(store, word(source, ann, session, order, true, false));
    }

    private List<Superfluous> again(String source, String session, long order) {
        return taken(store, word(source, ann, session, order, false, false));
    }

    private List<Superfluous> replace(ConnectionStore asked, String source, String session, long order) {
        return taken(asked, word(source, ann, session, order, true, true));
    }

    private void gone(String source, String session) {
        assertThat(taken(store, word(source, ann, session, 0, false, false))).isEmpty();
    }

    private static UserConnection word(
            String source, String user, String session, long order, boolean fresh, boolean replace) {
        return new UserConnection(source, user, session, order, fresh, MOST, replace);
    }

    private List<Superfluous> taken(ConnectionStore asked, UserConnection word) {
        return result(asked.take(partition, List.of(word)));
    }

    private int kept() {
        String tagged = "seqway:{users:" + partition + "}:";
        int held = result(redis.send(Request.cmd(Command.HLEN).arg(tagged + "held")))
                .toInteger();
        int due = result(redis.send(Request.cmd(Command.ZCARD).arg(tagged + "due")))
                .toInteger();
        assertThat(held).isEqualTo(due);
        return held;
    }

    private ConnectionStore opened() {
        PresenceOptions options = new PresenceOptions(TestRedis.uri(), LEASE_MS, 0, 1, 2_000);
        PresenceStore opened = new OnContext(vertx.getOrCreateContext(), new RedisPresenceStore(vertx, options));
        opened.open(new HeardChanges());
        until("the store is available", opened::available);
        return opened.connections();
    }
}
