package io.seqway.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 100 handshakes per second and 1,000 at once, of each address. */
class HandshakeRateTest {
    private static final int BURST = 1_000;
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

    private final HandshakeRate rate = new HandshakeRate(Pace.of(100, BURST));

    private static InetAddress address(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    private static InetAddress ipv4(int number) throws Exception {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    }

    private long counted(InetAddress address, int times, long now) {
        return IntStream.range(0, times)
                .filter(i -> rate.count(address, now) == 0)
                .count();
    }

    @Test
    void soManyAtOnceAndThenAsTimePasses() {
        InetAddress office = address("198.51.100.1");

        assertThat(counted(office, 2 * BURST, 0)).isEqualTo(BURST);
        assertThat(rate.count(office, INTERVAL / 2)).isEqualTo(INTERVAL / 2);
        assertThat(counted(office, 10, INTERVAL)).isEqualTo(1);
        assertThat(counted(office, 1_000, 101 * INTERVAL)).isEqualTo(100);
        assertThat(counted(office, 2 * BURST, 1_000_000 * INTERVAL)).isEqualTo(BURST);
    }

    @Test
    void whatIsRefusedIsNotCounted() {
        InetAddress impatient = address("198.51.100.1");
        counted(impatient, 100 * BURST, 0);

        assertThat(rate.count(impatient, INTERVAL)).isZero();
    }

    @Test
    void anotherAddressIsNotHeldBack() {
        counted(address("198.51.100.1"), 2 * BURST, 0);

        assertThat(rate.count(address("198.51.100.2"), 0)).isZero();
    }

    @Test
    void ofIpv6ANetworkCountsAndNotEachOfItsAddresses() {
        counted(address("2001:db8:0:1::1"), 2 * BURST, 0);

        assertThat(rate.count(address("2001:db8:0:1:ffff::2"), 0)).isPositive();
        assertThat(rate.count(address("2001:db8:0:2::1"), 0)).isZero();
    }

    /** With a thousand addresses that flood, one in 4,000 of the others is held back; this test allows ten times that. */
    @Test
    void aThousandAddressesThatFloodHoldBackHardlyAnybodyElse() throws Exception {
        HandshakeRate small = new HandshakeRate(Pace.of(1, 1));
        for (int i = 0; i < 1_000; i++) {
            small.count(ipv4(i), 0);
        }
        int heldBack = 0;
        for (int i = 0; i < 2_000; i++) {
            heldBack += small.count(ipv4(1_000_000 + i), 0) > 0 ? 1 : 0;
        }
        assertThat(heldBack).isLessThan(20);
    }
}
