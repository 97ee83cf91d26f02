package io.seqway.testing;

import io.seqway.embedded.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy with a fault that is switched while it runs. It begins with {@link #pass()}.
 *
 * <p>Bytes that a fault took are gone for good, and with them their connection: it stays open and silent in that
 * direction, also when the fault is over, until one of its ends closes it.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    /** The system chooses as whom to connect: not every server is reached from loopback. */
    private static final InetAddress ANY = new InetSocketAddress(0).getAddress();

    /** What is done to bytes on their way. */
    private record Fault(boolean requestsPass, boolean requestsAreHeld, boolean repliesPass, long replyDelayMs) {}

    private static final Fault NONE = new Fault(true, false, true, 0);

    private final InetAddress address;
    private final InetAddress from;
    private final InetSocketAddress server;
    private final LongAdder harmed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Requests> connections = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = NONE;
    private ServerSocket listener;
    private Thread acceptor;

    private FaultProxy(InetAddress address, InetAddress from, InetSocketAddress server) {
        this.address = address;
        this.from = from;
        this.server = server;
        listen(somewhere());
    }

    /** Starts a proxy on loopback before the server at this address, which need not run yet. */
    public static FaultProxy before(String host, int port) {
        return before(host, port, InetAddress.getLoopbackAddress(), ANY);
    }

    /**
     * As {@link #before(String, int)}, by other addresses of this machine.
     *
     * @param address where it listens
     * @param from as whom it connects to the server
     */
    public static FaultProxy before(String host, int port, InetAddress address, InetAddress from) {
        return new FaultProxy(address, from, new InetSocketAddress(host, port));
    }

    /** The port where it listens; it stays the same. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Everything gets through at once; ends whatever fault there was. */
    public synchronized void pass() {
        fault = NONE;
        release();
        if (listener.isClosed()) {
            listen(bind(listener.getLocalPort()));
        }
    }

    /** What the server says comes so much later: counted from the first byte of what it says at once. */
    public void delayReplies(Duration delay) {
        fault = new Fault(true, false, true, delay.toMillis());
    }

    /** What clients say gets through, and nothing comes back. */
    public void swallowReplies() {
        fault = new Fault(true, false, false, 0);
    }

    /** Nothing gets through in either direction; connections are accepted, and stay silent. */
    public void blackHole() {
        fault = new Fault(false, false, false, 0);
    }

    /**
     * What clients say is kept, and reaches the server in its order when the fault is over: also where a client has closed
     * its connection meanwhile, and waits for no answer any more. What the server says gets through.
     */
    public void holdRequests() {
        fault = new Fault(true, true, true, 0);
    }

    /** How often a fault has delayed what was said, held it or taken it, since the proxy was started. */
    public long harmed() {
        return harmed.sum();
    }

    /** How often something that was held has reached the server, since the proxy was started. */
    public long late() {
        return late.sum();
    }

    /** Cuts all connections and refuses new ones. */
    public synchronized void refuse() {
        close(listener);
        try {
            acceptor.join(); // only then does the port really refuse
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(FaultProxy::close);
        release();
    }

    @Override
    public void close() {
        refuse();
    }

    private void listen(ServerSocket listening) {
        listener = listening;
        acceptor = start(() -> {
            while (true) {
                Socket client;
                try {
                    client = listening.accept();
                } catch (IOException closed) {
                    return;
                }
                start(() -> serve(client, listening));
            }
        });
    }

    private void release() {
        for (Requests requests : connections) {
            try {
                requests.release();
            } catch (IOException cut) {
                // As in serve.
            }
        }
    }

    private void serve(Socket client, ServerSocket listening) {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        try (client;
                upstream) {
            if (listening.isClosed()) {
                return; // refused since it was accepted
            }
            upstream.bind(new InetSocketAddress(from, 0));
            upstream.connect(server);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Requests requests = new Requests(upstream.getOutputStream(), () -> fault.requestsAreHeld(), late);
            Thread replies = start(() -> carryReplies(upstream, client, requests));
            connections.add(requests);
            try {
                carryRequests(client, requests);
            } finally {
                if (requests.leave()) {
                    upstream.shutdownOutput();
                    replies.join(); // only who has answered has heard all of it
                }
                connections.remove(requests);
            }
        } catch (IOException cut) {
            // By one of the two ends, or by this proxy: both are closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
            sockets.remove(upstream);
        }
    }

    private void carryRequests(Socket client, Requests requests) throws IOException {
        byte[] bytes = new byte[BUFFER];
        boolean lost = false;
        for (int n = client.getInputStream().read(bytes);
                n >= 0;
                n = client.getInputStream().read(bytes)) {
            lost |= !fault.requestsPass();
            if (lost || requests.say(bytes, n)) {
                harmed.increment();
            }
        }
    }

    private void carryReplies(Socket upstream, Socket client, Requests requests) {
        byte[] bytes = new byte[BUFFER];
        boolean lost = false;
        try (upstream;
                client) {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                long delayMs = fault.replyDelayMs();
                if (delayMs > 0) {
                    harmed.increment();
                    Thread.sleep(delayMs);
                }
                Fault now = fault;
                lost |= !now.repliesPass();
                if (lost) {
                    harmed.increment();
                } else if (!requests.areOrphaned()) {
                    out.write(bytes, 0, n);
                    // what came under another fault is for the next turn
                    while (in.available() > 0 && fault == now) {
                        out.write(bytes, 0, in.read(bytes));
                    }
                }
            }
        } catch (IOException cut) {
            // As in serve.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where nobody else comes to be while this proxy refuses to listen. */
    private ServerSocket somewhere() {
        while (true) {
            try {
                return bind(FreePorts.next());
            } catch (UncheckedIOException taken) {
                // Another one then.
            }
        }
    }

    private ServerSocket bind(int port) {
        try {
            return new ServerSocket(port, 0, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "fault proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
