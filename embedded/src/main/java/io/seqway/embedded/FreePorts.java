package io.seqway.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of loopback for processes that are yet to start.
 *
 * <p>They are below those that a system gives to anybody who connects (from 32768 on Linux, from 49152 elsewhere): such
 * a port may be free when it is looked at and gone before the process that was told of it listens.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int PAIRS = 3_500;

    // From somewhere on, since several JVMs may look at the same time, and on from there, so that none is given twice.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PAIRS));

    private FreePorts() {}

    /**
     * A port that nobody listens on now, nor on its successor, and that no other call in this JVM gets soon.
     *
     * @return even, 20000 to 26998
     * @throws IllegalStateException if there is none
     */
    public static int next() {
        for (int attempt = 0; attempt < PAIRS; attempt++) {
            int port = FIRST + 2 * Math.floorMod(NEXT.getAndIncrement(), PAIRS);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No two ports in a row are free from " + FIRST + " to " + (FIRST + 2 * PAIRS - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
