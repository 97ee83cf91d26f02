package io.seqway.gateway.door;

import io.netty.util.NetUtil;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node lets in before anybody is known: handshakes by address, connections without a token by address, and
 * connections in all.
 *
 * <p>One for all event loops of a node. A share for each loop would need no common memory, but which loop a connection
 * comes to is chance, so that on a machine with many cores an address would be refused long before it has used what it
 * may. Here it is all counted by single atomic numbers in tables of fixed size: no loop waits for another one, and a
 * handshake costs a fraction of a microsecond. Safe to use from any thread.
 */
public final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    /** When clients of a full node may try again, in ms; till then others may have left, or another node is asked. */
    private static final long FULL_RETRY_MS = 10_000;

    private static final long STRANGERS_RETRY_MS = 1_000;
    private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DoorOptions options;
    private final ClientAddresses addresses;
    private final HandshakeRate handshakes;
    private final Strangers strangers;
    private final AtomicInteger connections = new AtomicInteger();
    private final long began = System.nanoTime();
    private final AtomicLong warnedAt = new AtomicLong(-WARN_EVERY_NANOS);

    public Door(DoorOptions options) {
        this.options = options;
        addresses = new ClientAddresses(options.trustedProxies());
        handshakes = new HandshakeRate(Pace.of(options.handshakesPerSecond(), options.handshakeBurst()));
        strangers = new Strangers(options.maxUnauthenticated());
    }

    /** The other end of the TCP connection of a request. */
    public static InetAddress peer(HttpServerRequest request) {
        return NetUtil.createInetAddressFromIpAddressString(
                request.remoteAddress().hostAddress());
    }

    /** The values of {@code X-Forwarded-For} of a request, which anybody may have written. */
    public static List<String> forwardedFor(HttpServerRequest request) {
        return request.headers().getAll("X-Forwarded-For");
    }

    /** Whose request it is, behind the proxies that are trusted. */
    public InetAddress client(HttpServerRequest request) {
        return addresses.of(peer(request), forwardedFor(request));
    }

    /**
     * Counts a handshake, before anything of it is looked at that costs time.
     *
     * @param peer the other end of the TCP connection
     * @param forwardedFor the values of {@code X-Forwarded-For}
     * @return the address of the client
     * @throws Refusal {@code rate-limited} if there are too many of that address, {@code unavailable} if the node is full
     */
    public InetAddress knock(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = addresses.of(peer, forwardedFor);
        if (counts(client)) {
            long now = System.nanoTime() - began;
            long waitNanos = handshakes.count(client, now);
            if (waitNanos > 0) {
                warnOfProxy(client, forwardedFor, now);
                throw refusal(
                        ErrorCode.RATE_LIMITED,
                        "too many handshakes of one address: at most " + options.handshakesPerSecond() + " per second",
                        "handshakes-per-second",
                        options.handshakesPerSecond(),
                        TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
            }
        }
        if (connections.get() >= options.maxConnections()) {
            throw full();
        }
        return client;
    }

    /**
     * Lets a connection in, whose handshake is right.
     *
     * @param client as told by {@link #knock}
     * @param known whether it has shown a good token
     * @throws Refusal as {@link #knock} does
     */
    public Entry enter(InetAddress client, boolean known) {
        boolean stranger = !known && counts(client);
        if (stranger && !strangers.add(client)) {
            throw refusal(
                    ErrorCode.RATE_LIMITED,
                    "too many connections of one address without a token: at most " + options.maxUnauthenticated(),
                    "max-unauthenticated-per-address",
                    options.maxUnauthenticated(),
                    STRANGERS_RETRY_MS);
        }
        if (connections.incrementAndGet() > options.maxConnections()) {
            connections.decrementAndGet();
            if (stranger) {
                strangers.remove(client);
            }
            throw full();
        }
        return new Entry(client, stranger);
    }

    /** How many are in. */
    public int connections() {
        return connections.get();
    }

    private boolean counts(InetAddress client) {
        return options.loopbackToo() || !client.isLoopbackAddress();
    }

    private Refusal full() {
        return refusal(
                ErrorCode.UNAVAILABLE,
                "this node is full: at most " + options.maxConnections() + " connections",
                "max-connections",
                options.maxConnections(),
                FULL_RETRY_MS);
    }

    private static Refusal refusal(ErrorCode code, String what, String name, long value, long retryAfterMs) {
        return new Refusal(code, what + " (" + name + ")", name + "=" + value, retryAfterMs);
    }

    /** All clients of a proxy that nobody has named look like one: whoever runs it should know. */
    private void warnOfProxy(InetAddress client, List<String> forwardedFor, long now) {
        long last = warnedAt.get();
        if (!forwardedFor.isEmpty() && now - last >= WARN_EVERY_NANOS && warnedAt.compareAndSet(last, now)) {
            LOG.warn(
                    "handshakes of {} are too many and refused; it says for whom it speaks (X-Forwarded-For), which is"
                            + " believed only of trusted-proxies",
                    client.getHostAddress());
        }
    }

    /** A connection that is in. Belongs to one event loop. */
    public final class Entry {
        private final InetAddress client;
        private boolean stranger;
        private boolean left;

        private Entry(InetAddress client, boolean stranger) {
            this.client = client;
            this.stranger = stranger;
        }

        /** Where it comes from, behind the proxies that are trusted. */
        public InetAddress client() {
            return client;
        }

        /** It is known now who it is. */
        public void known() {
            if (stranger) {
                stranger = false;
                strangers.remove(client);
            }
        }

        /** It has ended. */
        public void leave() {
            if (!left) {
                left = true;
                known();
                connections.decrementAndGet();
            }
        }
    }
}
