package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.ServerProcess;
import io.seqway.testing.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * 20 clients in 5 rooms send as fast as acks come, while the server is killed at random moments and started again: round
 * after round, and in the end the histories of all must be the log.
 */
final class Crash {
    private static final int CLIENTS = 20;
    private static final int ROOMS = 5;
    private static final int WINDOW = 5;
    private static final int ACKS_PER_ROUND = 500;

    private final Progress progress = new Progress();
    private final List<ChatClient> clients = new ArrayList<>();
    private final Random random;
    private final long seed;

    Crash(String secret, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        for (int i = 0; i < CLIENTS; i++) {
            String user = "user" + i;
            clients.add(new ChatClient(user, Tokens.token(secret, user), run + "-" + i % ROOMS, progress));
        }
    }

    /** Starts the server, which always has the same address and the same stores. */
    @FunctionalInterface
    interface Start {
        ServerProcess server() throws Exception;
    }

    /** What the server stands on, where that is to fail as well. */
    interface Store {
        void fail();

        void heal();
    }

    void run(int rounds, Start start) throws Exception {
        run(rounds, start, null);
    }

    /**
     * In every round the store fails too: in one just before the server, which dies while it waits for the store; in the
     * next one before that, and the server goes on when the store does.
     */
    void run(int rounds, Start start, Store store) throws Exception {
        System.out.printf("crash test: seed %d%n", seed);
        for (int round = 1; round <= rounds; round++) {
            ServerProcess server = start.server();
            connect(server);
            int before = acked();
            int enough = before + ACKS_PER_ROUND + random.nextInt(ACKS_PER_ROUND);
            clients.forEach(client -> client.send(Integer.MAX_VALUE, WINDOW));
            boolean together = store != null && round % 2 == 1;
            if (store != null && !together) {
                int some = before + random.nextInt(ACKS_PER_ROUND);
                progress.await("first acks of round " + round, () -> acked() >= some);
                store.fail();
            }
            progress.await("acks of round " + round, () -> acked() >= enough);
            if (together) {
                store.fail();
            }
            server.kill();
            if (store != null) {
                store.heal();
            }
            int unanswered = clients.stream().mapToInt(ChatClient::unanswered).sum();
            System.out.printf(
                    "crash test: round %d: %d acked, %d unanswered at the kill%n", round, acked() - before, unanswered);
            assertThat(unanswered).as("sends unanswered at the kill").isPositive();
            clients.forEach(ChatClient::stop);
        }
        try (ServerProcess server = start.server()) {
            connect(server);
            progress.await("all acks", () -> clients.stream().allMatch(client -> client.unanswered() == 0));
            check(server);
        }
    }

    private void connect(ServerProcess server) {
        clients.forEach(client -> client.connect(server.ws("/ws")));
    }

    private int acked() {
        return clients.stream().mapToInt(ChatClient::ackedCount).sum();
    }

    private void check(ServerProcess server) throws Exception {
        int entries = 0;
        for (int i = 0; i < ROOMS; i++) {
            List<ChatClient> members = new ArrayList<>();
            for (int j = i; j < CLIENTS; j += ROOMS) {
                members.add(clients.get(j));
            }
            ChatClient first = members.get(0);
            int size = members.stream().mapToInt(ChatClient::sent).sum();
            ChatClient reader = first.reader();
            reader.connect(server.ws("/ws"));
            progress.await("the log of a room", () -> reader.view().last() >= size);
            progress.await("the views of a room", () -> members.stream()
                    .allMatch(m -> m.view().last() >= size));
            Histories.check(reader.view(), members);
            entries += size;
        }
        System.out.printf("crash test: %d messages sent, acked and found once, by %d clients%n", entries, CLIENTS);
    }
}
