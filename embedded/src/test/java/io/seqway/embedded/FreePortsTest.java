package io.seqway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    /** The first port that Linux gives to anybody who connects. */
    private static final int ANYBODYS = 32_768;

    @Test
    void noneIsGivenTwiceAndNoneIsAnybodys() {
        assertThat(IntStream.range(0, 200).map(i -> FreePorts.next()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port + 1 < ANYBODYS);
    }

    @Test
    void oneWhoseSuccessorIsTakenIsNotGiven() throws Exception {
        int port = FreePorts.next();
        Set<Integer> round = new HashSet<>();
        try (ServerSocket successor = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(successor.isBound()).isTrue();
            int next = FreePorts.next();
            while (round.add(next)) {
                next = FreePorts.next();
            }
            assertThat(round).isNotEmpty().doesNotContain(port);
        }
    }
}
