package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each fault does to a server that says again every byte it hears. */
class FaultProxyTest {
    private static final int SILENCE_MS = 200;

    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private final Queue<InetAddress> peers = new ConcurrentLinkedQueue<>();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
        proxy = FaultProxy.before("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void withoutAFaultEverythingPasses() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            assertThat(ask(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void repliesAreDelayedAndKeepTheirOrder() throws IOException {
        try (Socket client = connect()) {
            proxy.delayReplies(Duration.ofMillis(300));
            long asked = System.nanoTime();
            client.getOutputStream().write(new byte[] {1, 2});
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(System.nanoTime() - asked)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void whenRepliesAreSwallowedTheServerHearsAndItsConnectionStaysSilentForGood() throws IOException {
        try (Socket client = connect()) {
            proxy.swallowReplies();
            assertSilence(client, 1);
            assertThat(heard).containsExactly(1);
            proxy.pass();
            assertSilence(client, 2);
            assertThat(heard).containsExactly(1, 2);
        }
        try (Socket next = connect()) {
            assertThat(ask(next, 3)).isEqualTo(3);
        }
    }

    @Test
    void aBlackHoleAcceptsAndLetsNothingThrough() throws IOException {
        proxy.blackHole();
        try (Socket client = connect()) {
            assertSilence(client, 1);
            assertThat(heard).isEmpty();
        }
        proxy.pass();
        try (Socket next = connect()) {
            assertThat(ask(next, 2)).isEqualTo(2);
        }
    }

    @Test
    void whenItRefusesConnectionsAreCutAndNewOnesRefusedUntilItPasses() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            proxy.refuse();
            assertThat(endOf(client)).isEqualTo(-1);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        proxy.pass();
        try (Socket next = connect()) {
            assertThat(ask(next, 2)).isEqualTo(2);
        }
    }

    @Test
    void itCountsWhatAFaultHarmed() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            assertThat(proxy.harmed()).isZero();
            proxy.delayReplies(Duration.ofMillis(1));
            assertThat(ask(client, 2)).isEqualTo(2);
            assertThat(proxy.harmed()).isEqualTo(1);
            proxy.swallowReplies();
            assertSilence(client, 3);
            assertThat(proxy.harmed()).isEqualTo(2);
        }
        proxy.blackHole();
        try (Socket client = connect()) {
            assertSilence(client, 4);
            assertThat(proxy.harmed()).isEqualTo(3);
        }
    }

    @Test
    void whatWasHeldReachesTheServerInItsOrderWhenTheFaultIsOver() throws IOException {
        try (Socket client = connect()) {
            proxy.holdRequests();
            assertSilence(client, 1);
            assertSilence(client, 2);
            assertThat(heard).isEmpty();
            assertThat(proxy.harmed()).isEqualTo(2);
            assertThat(proxy.late()).isZero();
            proxy.pass();
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(proxy.late()).isEqualTo(2);
            assertThat(ask(client, 3)).isEqualTo(3);
            assertThat(proxy.late()).isEqualTo(2);
        }
    }

    @Test
    void whatWasHeldReachesTheServerAlsoIfItsClientIsGone() throws IOException, InterruptedException {
        try (Socket client = connect()) {
            proxy.holdRequests();
            assertSilence(client, 1);
            assertSilence(client, 2);
        }
        assertThat(heard).isEmpty();
        proxy.pass();
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void whatWasHeldIsGoneIfTheConnectionIsCut() throws IOException {
        Socket client = connect();
        try (client) {
            proxy.holdRequests();
            assertSilence(client, 1);
            proxy.refuse();
            assertThat(endOf(client)).isEqualTo(-1);
        }
        proxy.pass();
        try (Socket next = connect()) {
            assertThat(ask(next, 2)).isEqualTo(2);
        }
        assertThat(heard).containsExactly(2);
        assertThat(proxy.late()).isZero();
    }

    @Test
    void itListensOnTheAddressItIsGivenAndConnectsFromAnother() throws IOException {
        InetAddress address = InetAddress.getByName("127.0.0.7");
        InetAddress from = InetAddress.getByName("127.0.0.8");
        try (FaultProxy other = FaultProxy.before("127.0.0.1", echo.getLocalPort(), address, from);
                Socket client = new Socket(address, other.port())) {
            assertThat(ask(client, 1)).isEqualTo(1);
            assertThat(peers).containsExactly(from);
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), other.port()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private void serve() {
        while (true) {
            try {
                Socket client = echo.accept();
                peers.add(client.getInetAddress());
                Thread thread = new Thread(() -> answer(client), "echo");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            for (int b = client.getInputStream().read();
                    b >= 0;
                    b = client.getInputStream().read()) {
                heard.add(b);
                client.getOutputStream().write(b);
            }
        } catch (IOException cut) {
            // By the client.
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int ask(Socket client, int question) throws IOException {
        client.setSoTimeout(5_000);
        client.getOutputStream().write(question);
        return client.getInputStream().read();
    }

    private static void assertSilence(Socket client, int question) throws IOException {
        client.setSoTimeout(SILENCE_MS);
        client.getOutputStream().write(question);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    /** -1 at its end, also where it was cut hard. */
    private static int endOf(Socket client) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return -1;
        }
    }
}
