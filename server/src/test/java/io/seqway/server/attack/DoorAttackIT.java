package io.seqway.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.HttpHead;
import io.seqway.testing.JwksServer;
import io.seqway.testing.RawSocket;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.SigningKey;
import io.seqway.testing.TestMongo;
import io.seqway.testing.TestRedis;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Many who come at once, from one address or from all: they are refused before anything of them is checked that costs
 * time. The server believes what its proxy says, which is this test: so it can come from any address.
 */
class DoorAttackIT {
    private static final int BURST = 20;
    private static final int STRANGERS = 5;
    private static final int CONNECTIONS = 30;

    private static final SigningKey CURVE = SigningKey.of("ES256", "1");
    private static final SigningKey ANOTHER = SigningKey.of("ES256", "1");
    private static final JwksServer PROVIDER = JwksServer.publishing(CURVE);
    private static final ServerProcess SERVER = ServerProcess.start(
            "--jwks=" + PROVIDER.uri(),
            "--host=127.0.0.1",
            "--trusted-proxies=127.0.0.1",
            "--handshakes-per-second=1",
            "--handshake-burst=" + BURST,
            "--max-unauthenticated-per-address=" + STRANGERS,
            "--max-connections=" + CONNECTIONS,
            "--auth-seconds=60",
            "--mongo-uri=" + TestMongo.uri(),
            "--mongo-database=" + TestMongo.freshDatabase(),
            "--redis-uri=" + TestRedis.uri());

    @AfterAll
    static void stop() {
        SERVER.close();
        PROVIDER.close();
    }

    @Test
    void a09_connectionsWithoutATokenAreCountedByAddress() throws IOException {
        List<RawSocket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                RawSocket socket = connect();
                strangers.add(socket);
                assertThat(handshake(socket, "198.51.100.9", null).status()).isEqualTo(101);
            }
            assertThat(answer("198.51.100.9", null).status()).isEqualTo(429);
            assertThat(answer("198.51.100.9", good()).status())
                    .as("with a token")
                    .isEqualTo(101);
            assertThat(answer("198.51.100.10", null).status())
                    .as("somebody else")
                    .isEqualTo(101);
        } finally {
            for (RawSocket socket : strangers) {
                socket.close();
            }
        }
        awaitLetIn(i -> "198.51.100.9", null);
    }

    @Test
    void a13_whatAClientWritesIntoXForwardedForGivesItNoOtherAddress() throws IOException {
        long began = System.nanoTime();
        int letIn = 0;
        for (int i = 0; i < 5 * BURST; i++) {
            String forged = "203.0.113." + i + ", 198.51.100.13";
            letIn += answer(forged, "bad").status() == 429 ? 0 : 1;
        }
        assertThat(letIn).isBetween(BURST, BURST + secondsSince(began));
    }

    @Test
    void a56_whoComesBackAgainAndAgainIsToldWhenAndIsLetInThen() throws Exception {
        HttpHead answer = answer("198.51.100.56", good());
        for (int i = 0; i < 3 * BURST && answer.status() == 101; i++) {
            answer = answer("198.51.100.56", good());
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isIn("1", "2");

        TimeUnit.SECONDS.sleep(Integer.parseInt(answer.header("Retry-After")));
        assertThat(answer("198.51.100.56", good()).status()).isEqualTo(101);
    }

    @Test
    void badSignaturesOfOneAddressCostNoMoreThanItsHandshakes() throws IOException {
        long began = System.nanoTime();
        String forged = ANOTHER.signed(Map.of(), claims());
        int checked = 0;
        for (int i = 0; i < 20 * BURST; i++) {
            int status = answer("198.51.100.66", forged).status();
            assertThat(status).isIn(401, 429);
            checked += status == 401 ? 1 : 0;
        }
        assertThat(checked).isBetween(BURST, BURST + secondsSince(began));
        assertThat(answer("198.51.100.67", good()).status()).isEqualTo(101);
    }

    @Test
    void aFullNodeSaysSoBeforeTheUpgradeAndTakesOthersOnceThereIsRoom() throws IOException {
        List<RawSocket> inside = new ArrayList<>();
        try {
            HttpHead answer = null;
            for (int i = 0; i <= CONNECTIONS && (answer == null || answer.status() == 101); i++) {
                RawSocket socket = connect();
                inside.add(socket);
                answer = handshake(socket, "198.51.101." + i, good());
            }
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        } finally {
            for (RawSocket socket : inside) {
                socket.close();
            }
        }
        awaitLetIn(i -> "198.51.102." + i, good());
    }

    /** How many more an address may meanwhile, at one per second. */
    private static int secondsSince(long began) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + 1;
    }

    /** Those who have gone leave their places a moment later. */
    private static void awaitLetIn(IntFunction<String> address, String token) throws IOException {
        int status = 0;
        for (int i = 0; i < BURST / 2 && status != 101; i++) {
            status = answer(address.apply(i), token).status();
        }
        assertThat(status).isEqualTo(101);
    }

    private static RawSocket connect() throws IOException {
        return RawSocket.connect("127.0.0.1", SERVER.port());
    }

    private static HttpHead answer(String forwardedFor, String token) throws IOException {
        try (RawSocket socket = connect()) {
            return handshake(socket, forwardedFor, token);
        }
    }

    private static HttpHead handshake(RawSocket socket, String forwardedFor, String token) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of("X-Forwarded-For", forwardedFor));
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return socket.handshake("/ws", headers);
    }

    private static String good() {
        return CURVE.signed(Map.of(), claims());
    }

    private static Map<String, Object> claims() {
        return Map.of("sub", "ann", "exp", Instant.now().getEpochSecond() + 3_600);
    }
}
