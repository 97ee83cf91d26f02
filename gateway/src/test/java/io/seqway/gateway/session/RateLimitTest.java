package io.seqway.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seqway.gateway.auth.Identity;
import io.seqway.gateway.auth.SendRate;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How fast connections may send: 100 per second and 200 at once each, 250 and 500 for a user, 1,000 if a token says so. */
class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UserRates users =
            new UserRates(Limits.DEFAULTS, new UserLimits(new SendRate(250, 500), new SendRate(1_000, 2_000)));

    private static Identity user(String id, SendRate claimed) {
        return new Identity(id, null, null, 0, false, List.of(), claimed);
    }

    private RateLimit connectionOf(String id) {
        return connectionOf(id, SendRate.NONE);
    }

    private RateLimit connectionOf(String id, SendRate claimed) {
        return new RateLimit(users, user(id, claimed), 0);
    }

    /** How many of these are let through. */
    private static int through(int tries, Runnable one) {
        int through = 0;
        for (int i = 0; i < tries; i++) {
            through += refused(one) == null ? 1 : 0;
        }
        return through;
    }

    private static int sends(RateLimit connection, int tries, long now) {
        return through(tries, () -> connection.send(now));
    }

    private static Refusal refused(Runnable one) {
        return catchThrowableOfType(Refusal.class, one::run);
    }

    @Test
    void aConnectionMaySendSoMuchAtOnceAndSoMuchPerSecond() {
        RateLimit connection = connectionOf("ann");

        assertThat(sends(connection, 1_000, 0)).isEqualTo(200);
        assertThat(sends(connection, 1_000, SECOND)).isEqualTo(100);

        Refusal refusal = refused(() -> connection.send(SECOND));
        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.limit()).isEqualTo("sends-per-second=100");
        assertThat(refusal.retryAfterMs()).isEqualTo(10);
    }

    @Test
    void aUserWithManyConnectionsMayNotSendManyTimesAsMuch() {
        List<RateLimit> connections = List.of(
                connectionOf("ann"),
                connectionOf("ann"),
                connectionOf("ann"),
                connectionOf("ann"),
                connectionOf("ann"));

        assertThat(connections.stream().mapToInt(c -> sends(c, 1_000, 0)).sum()).isEqualTo(500);
        assertThat(connections.stream().mapToInt(c -> sends(c, 1_000, SECOND)).sum())
                .isEqualTo(250);
        assertThat(sends(connectionOf("bob"), 1_000, 0)).isEqualTo(200);

        Refusal refusal = refused(() -> connectionOf("ann").send(SECOND));
        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.limit()).isEqualTo("user-sends-per-second=250");
        assertThat(refusal.retryAfterMs()).isBetween(1L, 5L);
    }

    @Test
    void whatOneConnectionWasRefusedIsNotTakenFromTheOthers() {
        RateLimit flooding = connectionOf("ann");
        sends(flooding, 10_000, 0);

        assertThat(sends(connectionOf("ann"), 1_000, 0)).isEqualTo(200);
    }

    @Test
    void signalsAreCountedApart() {
        RateLimit first = connectionOf("ann");
        RateLimit second = connectionOf("ann");
        RateLimit third = connectionOf("ann");
        sends(first, 1_000, 0);

        assertThat(through(1_000, () -> first.signal(0))).isEqualTo(200);
        assertThat(through(1_000, () -> second.signal(0))).isEqualTo(200);
        assertThat(through(150, () -> third.signal(0))).isEqualTo(100);
        assertThat(refused(() -> third.signal(0)).limit()).isEqualTo("user-sends-per-second=250");
    }

    @Test
    void aTokenRaisesTheRateOfItsConnectionAndOfItsUser() {
        RateLimit connection = connectionOf("ann", new SendRate(500, 1_500));

        assertThat(connection.rate()).isEqualTo(new SendRate(500, 1_500));
        assertThat(sends(connection, 10_000, 0)).isEqualTo(1_500);
        assertThat(sends(connection, 10_000, SECOND)).isEqualTo(500);
        assertThat(refused(() -> connection.send(SECOND)).limit()).isEqualTo("sends-per-second=500");
    }

    @Test
    void aTokenRaisesItToTheCeilingAndNeverLowersIt() {
        assertThat(connectionOf("ann", new SendRate(1_000_000, 1_000_000)).rate())
                .isEqualTo(new SendRate(1_000, 2_000));
        assertThat(connectionOf("bob", new SendRate(1, 1)).rate()).isEqualTo(new SendRate(100, 200));
    }

    @Test
    void aNewerTokenChangesTheRateAndGivesNothingForNothing() {
        RateLimit connection = connectionOf("ann");
        sends(connection, 1_000, 0);

        connection.known(user("ann", new SendRate(1_000, 2_000)), 0);
        assertThat(sends(connection, 1_000, 0)).isZero();
        assertThat(sends(connection, 10_000, SECOND)).isEqualTo(1_000);

        connection.known(user("ann", SendRate.NONE), SECOND);
        assertThat(sends(connection, 10_000, 2 * SECOND)).isEqualTo(100);
    }

    @Test
    void whoComesBackGoesOnWhereTheyWere() {
        for (int i = 0; i < 3; i++) {
            RateLimit connection = connectionOf("ann");
            sends(connection, 1_000, 0);
            connection.ended(0);
        }

        assertThat(sends(connectionOf("ann"), 1_000, 0)).isZero();
    }

    @Test
    void aUserIsForgottenWhoIsGoneAndHasNotSaidMuchOfLate() {
        RateLimit first = connectionOf("ann");
        RateLimit second = connectionOf("ann");
        connectionOf("bob").ended(0);
        assertThat(users.size()).isEqualTo(1);
        sends(first, 200, 0);
        first.ended(0);
        second.ended(0);

        users.forget(SECOND / 2);
        assertThat(users.size()).isEqualTo(1);
        users.forget(SECOND);
        assertThat(users.size()).isZero();
    }

    @Test
    void aUserFlapsWhoConnectsMoreThanTenTimesInAMinute() {
        for (int i = 0; i < 10; i++) {
            assertThat(flaps("ann", i * SECOND)).as("connection " + i).isFalse();
        }
        assertThat(flaps("ann", 5 * SECOND)).isTrue();
        assertThat(flaps("bob", 5 * SECOND)).isFalse();
        assertThat(flaps("ann", 30 * SECOND))
                .as("one in six seconds is in order")
                .isFalse();
    }

    private boolean flaps(String user, long nowNanos) {
        RateLimit connection = connectionOf(user);
        boolean flaps = connection.flaps(nowNanos);
        connection.ended(nowNanos);
        return flaps;
    }

    @Test
    void aUserWhoIsBackIsNotForgotten() {
        RateLimit before = connectionOf("ann");
        sends(before, 200, 0);
        before.ended(0);
        RateLimit back = connectionOf("ann");

        users.forget(10 * SECOND);
        assertThat(users.size()).isEqualTo(1);
        back.ended(10 * SECOND);
        assertThat(users.size()).isZero();
    }

    @Test
    void whatIsNotConfigurableHasANameToo() {
        RateLimit connection = connectionOf("ann");

        assertThat(through(1_000, () -> connection.typing(0))).isEqualTo(20);
        assertThat(refused(() -> connection.typing(0)).limit()).isEqualTo("typing-per-second=5");
        assertThat(through(1_000, () -> connection.status(0))).isEqualTo(5);
        assertThat(refused(() -> connection.status(0)).limit()).isEqualTo("status-per-second=1");
        assertThat(through(1_000, () -> connection.auth(0))).isEqualTo(5);
        assertThat(refused(() -> connection.auth(0)).limit()).isEqualTo("auth-per-second=1");
    }
}
