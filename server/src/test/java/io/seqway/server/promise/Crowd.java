package io.seqway.server.promise;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Clients at all nodes of a cluster: in each room one that sends at a steady rate, whatever becomes of it, and at another
 * node one that reads.
 */
final class Crowd implements AutoCloseable {
    /** So many that each node owns some of them. */
    private static final int ROOMS = 24;

    private static final int EVERY_MS = 40;
    private static final int UNANSWERED = 1_000;

    private final List<ServerProcess> nodes;
    private final Progress progress;
    private final List<ChatClient> senders = new ArrayList<>();
    private final List<ChatClient> readers = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

    Crowd(List<ServerProcess> nodes, Progress progress) {
        this.nodes = nodes;
        this.progress = progress;
        for (int i = 0; i < ROOMS; i++) {
            senders.add(client("sender" + i, "room" + i));
            readers.add(client("reader" + i, "room" + i));
        }
        for (int node = 0; node < nodes.size(); node++) {
            comeHome(node);
        }
        pace.scheduleAtFixedRate(
                () -> senders.forEach(sender -> sender.send(1, UNANSWERED)), 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private ChatClient client(String user, String room) {
        return new ChatClient(user, Tokens.token(TestServer.SECRET, user), room, progress);
    }

    /** Who belongs to this node connects to it, and goes to the next one if the connection ends. */
    void comeHome(int node) {
        for (int i = 0; i < ROOMS; i++) {
            if (isSenderAt(node, i)) {
                connect(senders.get(i), node);
            }
            if (isReaderAt(node, i)) {
                connect(readers.get(i), node);
            }
        }
    }

    private void connect(ChatClient client, int node) {
        if (client.isConnected()) {
            client.cut();
        }
        client.goingTo(nodes.get((node + 1) % nodes.size()).ws("/ws"));
        client.connect(nodes.get(node).ws("/ws"));
    }

    private boolean isSenderAt(int node, int room) {
        return room % nodes.size() == node;
    }

    private boolean isReaderAt(int node, int room) {
        return (room + 1) % nodes.size() == node;
    }

    /** The clients that are not at a node, and do not wait for what somebody at that node says. */
    List<ChatClient> besides(int node) {
        List<ChatClient> others = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            if (!isSenderAt(node, i)) {
                others.add(senders.get(i));
                if (!isReaderAt(node, i)) {
                    others.add(readers.get(i));
                }
            }
        }
        return others;
    }

    List<ChatClient> all() {
        List<ChatClient> all = new ArrayList<>(senders);
        all.addAll(readers);
        return all;
    }

    /** From now on it is counted how long each of them hears nothing. */
    void watchPace() {
        all().forEach(ChatClient::watchPace);
    }

    /** Until each sender has got so many more answers. */
    void awaitAnswers(int count) throws InterruptedException {
        int[] before = senders.stream().mapToInt(ChatClient::ackedCount).toArray();
        progress.await("more answers", () -> IntStream.range(0, ROOMS)
                .allMatch(i -> senders.get(i).ackedCount() >= before[i] + count));
    }

    /** Until each sender has begun and sent one more message. */
    void awaitSends() throws InterruptedException {
        int[] before = senders.stream().mapToInt(ChatClient::sent).toArray();
        progress.await("more sends", () -> IntStream.range(0, ROOMS)
                .allMatch(i -> senders.get(i).sent() >= before[i] + 2)); // one may have been on its way
    }

    /** Until everybody has seen everything that has been sent by now. */
    void awaitAll(String when) throws InterruptedException {
        await(when, all());
    }

    /** As {@link #awaitAll}, of those {@link #besides} a node. */
    void awaitBesides(int node, String when) throws InterruptedException {
        await(when, besides(node));
    }

    private void await(String when, List<ChatClient> whom) throws InterruptedException {
        int[] sent = senders.stream().mapToInt(ChatClient::sent).toArray();
        progress.await("everything is there " + when, () -> {
            for (int i = 0; i < ROOMS; i++) {
                if (whom.contains(senders.get(i)) && senders.get(i).ackedCount() < sent[i]
                        || whom.contains(senders.get(i))
                                && senders.get(i).view().last() < sent[i]
                        || whom.contains(readers.get(i))
                                && readers.get(i).view().last() < sent[i]) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The codes of errors that anybody has heard, with their numbers. */
    Map<String, Integer> errors() {
        Map<String, Integer> errors = new TreeMap<>();
        all().forEach(client -> client.errors().forEach((code, times) -> errors.merge(code, times, Integer::sum)));
        return errors;
    }

    /** Nobody sends any more, and what everybody has seen is the log. */
    void check() throws InterruptedException {
        pace.shutdown();
        if (!pace.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("sending does not end");
        }
        awaitAll("at the end");
        for (int i = 0; i < ROOMS; i++) {
            Histories.check(readers.get(i).view(), List.of(senders.get(i)));
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }
}
