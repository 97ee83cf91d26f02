package io.seqway.verification.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.verification.client.PaperServer.Mischief;
import io.seqway.verification.history.Checker;
import io.seqway.verification.history.Event;
import io.seqway.verification.history.History;
import io.seqway.verification.history.Verdict;
import io.seqway.verification.history.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fleet does what the protocol asks of clients, and writes down whatever a server does to it. */
@Timeout(90)
class FleetTest {
    private static final int MANY = 300;

    private static FleetOptions options(double leavesPerSecond) {
        return new FleetOptions(
                12,
                200,
                leavesPerSecond,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(10));
    }

    private static Fleet fleet(PaperServer server, double leavesPerSecond) {
        return Fleet.start(server.uri(), user -> "token", 5, options(leavesPerSecond));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    private static Verdict green(History history) {
        Verdict verdict = Checker.check(history);
        assertThat(verdict.examples()).isEmpty();
        assertThat(verdict.sent().acked())
                .isEqualTo(verdict.sent().messages())
                .isEqualTo(verdict.counts().entries());
        return verdict;
    }

    @Test
    void everybodyHasEverythingInTheEnd() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.NONE)) {
            Fleet fleet = fleet(server, 20);
            await(() -> server.stored() > MANY);
            Verdict verdict = green(fleet.stop());
            assertThat(verdict.counts().clients()).isEqualTo(12);
            assertThat(verdict.counts().reconnects()).isPositive();
            assertThat(verdict.counts().sawMissed()).isPositive();
            assertThat(verdict.outages()).isEmpty();
        }
    }

    @Test
    void aLostConnectionIsNoticedAndMended() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.NONE)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.connections() == 12 && server.stored() > MANY);
            server.cut();
            await(() -> server.stored() > 2 * MANY);
            Verdict verdict = green(fleet.stop());
            assertThat(verdict.outages())
                    .extracting(Verdict.Outage::client)
                    .doesNotHaveDuplicates()
                    .hasSize(12);
            assertThat(verdict.outages())
                    .allSatisfy(one -> assertThat(one.node()).isEqualTo("paper"));
        }
    }

    @Test
    void aSilentConnectionIsGivenUp() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.NONE)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.connections() == 12 && server.stored() > MANY);
            server.freeze(true);
            await(() -> server.connections() >= 2 * 12);
            server.freeze(false);
            await(() -> server.stored() > 2 * MANY);
            Verdict verdict = green(fleet.stop());
            assertThat(verdict.outages()).extracting(Verdict.Outage::why).contains("no pong");
        }
    }

    @Test
    void whatLostItsAckIsSentAgainAsItWas() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.STORES_AND_DOES_NOT_ACK)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.stored() > MANY);
            History history = fleet.stop();
            Verdict verdict = green(history);
            assertThat(verdict.sent().attempts()).isGreaterThan(verdict.sent().messages());
            assertThat(history.clients().stream().flatMap(client -> client.events().stream()))
                    .anyMatch(event ->
                            event.kind() == Event.Kind.ACKED && event.text().equals("duplicate"));
        }
    }

    @Test
    void whatIsRefusedForNowIsSentAgainInOrder() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.TELLS_TO_SEND_AGAIN)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.stored() > MANY);
            Verdict verdict = green(fleet.stop());
            assertThat(verdict.counts().refusals()).containsKey("unavailable");
            assertThat(verdict.sent().firstTryShare()).isBetween(0.5, 0.99);
        }
    }

    @Test
    void whatTheServerShowsAndTheStoreDoesNotHaveIsLost() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.NONE)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.stored() > MANY);
            Verdict verdict = Checker.check(fleet.stop(room -> List.of()));
            assertThat(verdict.violations()).containsKey(Violation.Kind.LOST);
        }
    }

    @Test
    void aLogThatCannotBeReadIsSeen() throws InterruptedException {
        try (PaperServer server = new PaperServer(Mischief.HANGS_UP_ON_READERS)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.stored() > MANY);
            Verdict verdict = Checker.check(fleet.stop());
            assertThat(verdict.violations()).containsOnlyKeys(Violation.Kind.UNREADABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ACKS_WHAT_IT_DOES_NOT_STORE, LOST",
        "GIVES_TWICE, REPEATED",
        "LEAVES_OUT, HOLE",
        "CHANGES_THE_BODY, UNEXPLAINED",
        "STORES_TWICE, STORED_TWICE"
    })
    void mischiefIsSeen(Mischief mischief, Violation.Kind kind) throws InterruptedException {
        try (PaperServer server = new PaperServer(mischief)) {
            Fleet fleet = fleet(server, 0);
            await(() -> server.stored() > MANY);
            Verdict verdict = Checker.check(fleet.stop());
            assertThat(verdict.violations()).containsKey(kind).doesNotContainKey(Violation.Kind.CLIENT_FAILED);
        }
    }
}
