package io.seqway.verification.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Seqway node of the stage, and everything by which it can be harmed. */
public final class Node {
    static final int PORT = 8080;
    /** Where it says how it is, also while it sends its clients away, when the other one is closed already. */
    static final int MANAGEMENT_PORT = 8081;
    /** That of Hazelcast; the event bus has the next one. */
    static final int CLUSTER_PORT = 5701;

    /** Some seconds, but on a machine that is busy with other things. */
    private static final Duration READY = Duration.ofMinutes(4);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration WELCOME = Duration.ofSeconds(20);
    private static final Pattern VIEW = Pattern.compile("nodes in the cluster by role: (\\d+) gateway");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(ANSWER)
            .build();

    private final Program program;
    private final String address;
    private final StoreLinks stores;
    private final Wall wall;
    private final WallClock clock;
    private volatile String id = "";

    Node(Program program, String address, StoreLinks stores, Wall wall, WallClock clock) {
        this.program = program;
        this.address = address;
        this.stores = stores;
        this.wall = wall;
        this.clock = clock;
    }

    public String name() {
        return program.name();
    }

    /** How its {@code welcome} names it; another one each time that it is started. */
    public String id() {
        return id;
    }

    public Program program() {
        return program;
    }

    public StoreLinks stores() {
        return stores;
    }

    public Wall wall() {
        return wall;
    }

    public WallClock clock() {
        return clock;
    }

    /** Where its sockets are, past the balancer. */
    public URI uri() {
        return URI.create("ws://" + address + ":" + PORT + "/ws");
    }

    /**
     * Starts it, and waits until it says that it may be given clients. While MongoDB has no primary it ends instead, and
     * is started again, as any service manager would.
     */
    public void start() throws InterruptedException {
        program.start();
        Await.until(name() + " is ready", READY, () -> {
            if (!program.isAlive()) {
                program.start();
            }
            return isReady();
        });
        id = welcome().node();
    }

    /** Waits until it says that it may be given clients. */
    public void awaitReady() throws InterruptedException {
        Await.until(name() + " is ready", READY, () -> {
            if (!program.isAlive()) {
                throw new IllegalStateException(name() + " has ended by itself; see its log");
            }
            return isReady();
        });
    }

    /** Whether {@code /health/ready} answers 200 within 2 s. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address + ":" + MANAGEMENT_PORT + "/health/ready"))
                .timeout(ANSWER)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + name(), e);
        }
    }

    /** How many gateways it last said that it sees, itself among them. */
    public int view() {
        Matcher matcher = VIEW.matcher(program.output());
        int seen = 0;
        while (matcher.find()) {
            seen = Integer.parseInt(matcher.group(1));
        }
        return seen;
    }

    /**
     * Connects past the balancer, and hears what it says first.
     *
     * @throws IllegalStateException if it does not answer within some seconds
     */
    public Welcome welcome() throws InterruptedException {
        return Welcome.of(name(), uri(), HTTP, WELCOME);
    }
}
