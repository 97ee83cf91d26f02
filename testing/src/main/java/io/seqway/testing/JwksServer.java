package io.seqway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An identity provider that publishes its keys on loopback, well or badly, and counts who asks. */
public final class JwksServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "jwks-server");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger flooded = new AtomicInteger();
    private volatile Answer answer = exchange -> {
        throw new IOException("nothing to publish yet");
    };

    private interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private JwksServer(HttpServer server) {
        this.server = server;
    }

    /** One that publishes these keys. */
    public static JwksServer publishing(SigningKey... keys) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            JwksServer server = new JwksServer(http);
            server.publish(keys);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of its keys. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    /** How often it was asked so far. */
    public int requests() {
        return requests.get();
    }

    /** How many MiB it got rid of by {@link #flood}. */
    public int flooded() {
        return flooded.get();
    }

    /** Waits until it was asked so often. */
    public void awaitRequests(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (requests) {
            while (requests.get() < count) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError("it was asked " + requests + " times, not " + count);
                }
                requests.wait(leftMs);
            }
        }
    }

    /** Publishes these keys from now on. */
    public void publish(SigningKey... keys) {
        answer(jwks(keys));
    }

    /** Answers by this text from now on. */
    public void answer(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Publishes these keys from now on, each answer when the gate is open. */
    public void publishBehind(CountDownLatch gate, SigningKey... keys) {
        byte[] body = jwks(keys).getBytes(StandardCharsets.UTF_8);
        answer = exchange -> {
            gate.await();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Answers by this status from now on, and by where to go instead. */
    public void fail(int status, String location) {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Takes requests from now on, and never answers. */
    public void hang() {
        answer = exchange -> end.await();
    }

    /** Begins its answers from now on, and never ends them. */
    public void hangAmidAnswer() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        };
    }

    /** Answers by so many MiB from now on, without saying so before. */
    public void flood(int mebibytes) {
        byte[] block = new byte[1024 * 1024];
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < mebibytes; i++) {
                    out.write(block);
                    flooded.incrementAndGet();
                }
            }
        };
    }

    /** A JWKS of these keys. */
    public static String jwks(SigningKey... keys) {
        Map<String, Object> set =
                Map.of("keys", Stream.of(keys).map(SigningKey::jwk).toList());
        return JSON.<JsonNode>valueToTree(set).toString();
    }

    /** A JWKS of these entries, good or bad. */
    public static String jwks(List<Map<String, Object>> entries) {
        return JSON.<JsonNode>valueToTree(Map.of("keys", entries)).toString();
    }

    private void handle(HttpExchange exchange) throws IOException {
        synchronized (requests) {
            requests.incrementAndGet();
            requests.notifyAll();
        }
        try (exchange) {
            answer.give(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
