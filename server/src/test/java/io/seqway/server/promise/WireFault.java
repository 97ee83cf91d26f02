package io.seqway.server.promise;

import io.seqway.testing.FaultProxy;
import io.seqway.testing.TestMongo;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between a server and its MongoDB, reads what is asked, and does something at the very moment when one certain
 * thing is: before MongoDB has it, or when MongoDB has done it and nobody knows yet. So a server is killed at a step of its
 * work without knowing of such steps.
 */
final class WireFault implements AutoCloseable {
    /** When it happens, seen from the command that it waits for. */
    enum Moment {
        BEFORE,
        AFTER
    }

    private record Armed(List<String> words, Moment moment, Runnable fault) {}

    private static final int LENGTH_BYTES = 4;

    private final FaultProxy upstream = TestMongo.proxy();
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private volatile Armed armed;
    private volatile boolean happened;

    WireFault() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The connection string that leads through this. */
    String uri() {
        return TestMongo.uriThrough(upstream)
                .replace("127.0.0.1:" + upstream.port(), "127.0.0.1:" + server.getLocalPort());
    }

    /** The next command that holds all these words makes the fault happen, once; nothing passes any more then. */
    void arm(Moment moment, List<String> words, Runnable fault) {
        happened = false;
        armed = new Armed(words, moment, fault);
    }

    /** Whether what was armed last has begun. */
    boolean happened() {
        return happened;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket mongo = new Socket(InetAddress.getLoopbackAddress(), upstream.port());
            synchronized (sockets) {
                sockets.add(client);
                sockets.add(mongo);
            }
            Connection connection = new Connection(client, mongo);
            start(connection::requests);
            start(connection::replies);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One side is gone; the other one hears of it by its own socket.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private final class Connection {
        private final Socket client;
        private final Socket mongo;
        private volatile Armed afterReply;

        Connection(Socket client, Socket mongo) {
            this.client = client;
            this.mongo = mongo;
        }

        void requests() throws IOException {
            try (client;
                    mongo) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = mongo.getOutputStream();
                while (true) {
                    byte[] command = message(in);
                    Armed waiting = armed;
                    if (waiting != null && isMeant(waiting, command)) {
                        armed = null;
                        if (waiting.moment() == Moment.BEFORE) {
                            happen(waiting);
                            return;
                        }
                        afterReply = waiting;
                    }
                    out.write(command);
                    out.flush();
                }
            }
        }

        void replies() throws IOException {
            try (client;
                    mongo) {
                DataInputStream in = new DataInputStream(mongo.getInputStream());
                OutputStream out = client.getOutputStream();
                while (true) {
                    byte[] reply = message(in);
                    if (afterReply != null) {
                        happen(afterReply);
                        return;
                    }
                    out.write(reply);
                    out.flush();
                }
            }
        }
    }

    private void happen(Armed what) {
        happened = true;
        what.fault().run();
    }

    private static boolean isMeant(Armed armed, byte[] command) {
        String text = new String(command, StandardCharsets.ISO_8859_1);
        return armed.words().stream().allMatch(text::contains);
    }

    /** One message of MongoDB's protocol, which begins with its length. */
    private static byte[] message(DataInputStream in) throws IOException {
        byte[] length = new byte[LENGTH_BYTES];
        in.readFully(length);
        int size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] whole = new byte[size];
        System.arraycopy(length, 0, whole, 0, LENGTH_BYTES);
        in.readFully(whole, LENGTH_BYTES, size - LENGTH_BYTES);
        return whole;
    }

    @Override
    public void close() {
        try (upstream) {
            server.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
