package io.seqway.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose handshake it is: what X-Forwarded-For says is believed from the right, as far as trusted proxies wrote it. */
class ClientAddressesTest {
    private static final String PROXY = "10.0.0.1";

    private final ClientAddresses addresses =
            new ClientAddresses(List.of(Subnet.of("10.0.0.0/24"), Subnet.of("192.0.2.7"), Subnet.of("fd00::/8")));

    private InetAddress client(String peer, String... forwardedFor) {
        return addresses.of(address(peer), Arrays.asList(forwardedFor));
    }

    private static InetAddress address(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    @Test
    void aPeerThatIsNoTrustedProxyIsNotBelieved() {
        assertThat(client("203.0.113.5", "198.51.100.1")).isEqualTo(address("203.0.113.5"));
        assertThat(client("10.0.1.1", "198.51.100.1")).isEqualTo(address("10.0.1.1"));
        assertThat(client("192.0.2.8", "198.51.100.1")).isEqualTo(address("192.0.2.8"));
    }

    @Test
    void theFirstFromTheRightThatIsNoTrustedProxyIsTheClient() {
        assertThat(client(PROXY, "198.51.100.1")).isEqualTo(address("198.51.100.1"));
        assertThat(client(PROXY, "198.51.100.1, 192.0.2.7, fd12::1")).isEqualTo(address("198.51.100.1"));
        assertThat(client("fd12::1", "198.51.100.1")).isEqualTo(address("198.51.100.1"));
    }

    @Test
    void whatAClientWroteInFrontIsNotBelieved() {
        assertThat(client(PROXY, "1.1.1.1, 198.51.100.1")).isEqualTo(address("198.51.100.1"));
        assertThat(client(PROXY, "10.0.0.9, 198.51.100.1")).isEqualTo(address("198.51.100.1"));
        assertThat(client(PROXY, "1.1.1.1", "198.51.100.1")).isEqualTo(address("198.51.100.1"));
    }

    @Test
    void severalHeadersAreOneListInTheirOrder() {
        assertThat(client(PROXY, "1.1.1.1, 198.51.100.1", "10.0.0.2")).isEqualTo(address("198.51.100.1"));
    }

    @Test
    void aProxyThatNamesNobodyIsTheClientItself() {
        assertThat(client(PROXY)).isEqualTo(address(PROXY));
        assertThat(client(PROXY, "10.0.0.2, 192.0.2.7")).isEqualTo(address("10.0.0.2"));
    }

    @ParameterizedTest
    @CsvSource({"''", "unknown", "_hidden", "198.51.100", "localhost", "1.1.1.1;x", "'1.1.1.1,'", "[::1"})
    void whatIsNoAddressEndsAtWhoWroteIt(String hop) {
        assertThat(client(PROXY, "1.1.1.1, " + hop)).isEqualTo(address(PROXY));
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1:4711, 198.51.100.1",
        "[2001:db8::1]:4711, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "2001:db8::1, 2001:db8::1",
        "::ffff:198.51.100.1, 198.51.100.1"
    })
    void addressesAreReadAsProxiesWriteThem(String hop, String read) {
        assertThat(client(PROXY, hop)).isEqualTo(address(read));
    }
}
