package io.seqway.gateway.door;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Where an address is counted in a table of fixed size: once in each of two rows, at places that nobody can compute from
 * outside. An attacker has as many addresses as they like, and a table with a line for each would grow, or push out
 * those that matter. Here addresses share places instead, and an address is beyond its limit only if it is so in both
 * rows: others are wrongly held back only where both of their places are in the hands of those who flood. With 1,000
 * addresses that flood, that is one in 4,000 of the others.
 */
final class Slots {
    /** Places in a row. */
    static final int SIZE = 1 << 16;

    private static final int IPV6_NETWORK_BYTES = 8;

    private final long first = seed();
    private final long second = seed();

    private static long seed() {
        return new SecureRandom().nextLong();
    }

    /** The place of an address in the first row; of IPv6 its network (/64), since that is what one subscriber has. */
    int first(InetAddress address) {
        return place(key(address) ^ first);
    }

    /** Its place in the second row. */
    int second(InetAddress address) {
        return place(key(address) + second);
    }

    private static long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt())
                : ByteBuffer.wrap(bytes, 0, IPV6_NETWORK_BYTES).getLong();
    }

    /** Each bit of the key decides about each bit of the place (the finisher of MurmurHash3). */
    private static int place(long key) {
        long mixed = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed >>> 33) & SIZE - 1;
    }
}
