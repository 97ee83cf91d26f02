package io.seqway.server.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.server.TestServer;
import io.seqway.testing.ServerProcess;
import io.seqway.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Clients send as fast as acks come, while a fault of MongoDB comes and goes. Meanwhile somebody sends more than may
 * wait, and somebody enters a room that was not open. Afterwards acks flow again by themselves, and the histories of all
 * are the logs.
 */
final class StoreFault {
    private static final int SENDERS = 6;
    private static final int ROOMS = 2;
    private static final int WINDOW = 5;
    private static final int ACKS_BEFORE = 200;
    private static final int FLOOD = 300;
    private static final int FLOOD_BYTES = 20_000;
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final Progress progress = new Progress();
    private final String name;
    private final Duration length;
    private final List<ChatClient> senders = new ArrayList<>();
    private final ChatClient flooder;
    private final ChatClient newcomer;
    private int ackedMeanwhile;
    private String readinessMeanwhile;
    private String log;

    StoreFault(String name, Duration length) {
        this.name = name;
        this.length = length;
        for (int i = 0; i < SENDERS; i++) {
            ChatClient sender = client("user" + i, "room" + i % ROOMS);
            senders.add(i < SENDERS / 2 ? sender.givingUp() : sender);
        }
        flooder = client("flooder", "flooded").givingUp().sendingMuch(FLOOD_BYTES);
        newcomer = client("newcomer", "new");
    }

    private ChatClient client(String user, String room) {
        return new ChatClient(user, Tokens.token(TestServer.SECRET, user), room, progress);
    }

    /** How many messages the senders had acked while the fault lasted. */
    int ackedMeanwhile() {
        return ackedMeanwhile;
    }

    /** The {@code status} and all else that {@code /health/ready} said just before the end of the fault. */
    String readinessMeanwhile() {
        return readinessMeanwhile;
    }

    /** What the server said in all this time. */
    String log() {
        return log;
    }

    void run(TestServer on, Runnable begin, Runnable end) throws Exception {
        try (ServerProcess server = on.start()) {
            senders.forEach(sender -> sender.connect(server.ws("/ws")));
            flooder.connect(server.ws("/ws"));
            progress.await("the flooder is in", () -> flooder.view().epoch() != null);
            senders.forEach(sender -> sender.send(Integer.MAX_VALUE, WINDOW));
            progress.await("acks before the fault", () -> acked() >= ACKS_BEFORE);

            begin.run();
            int before = acked();
            flooder.send(FLOOD, FLOOD);
            newcomer.connect(server.ws("/ws"));
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
            ackedMeanwhile = acked() - before;
            readinessMeanwhile = server.readiness().orElseThrow().body();
            end.run();

            long over = System.nanoTime();
            Map<String, Integer> then = ackedBySender();
            progress.await("acks after the fault", () -> ackedBySender().entrySet().stream()
                    .allMatch(acked -> acked.getValue() > then.get(acked.getKey())));
            Duration recovery = Duration.ofNanos(System.nanoTime() - over);
            progress.await("the newcomer is in", () -> newcomer.view().epoch() != null);
            newcomer.send(WINDOW, WINDOW);
            senders.forEach(ChatClient::stop);
            progress.await("all answers", () -> all().stream().allMatch(client -> client.unanswered() == 0));
            server.awaitReady();
            check(server);
            log = server.output();
            System.out.printf(
                    "store fault: %s for %d s: %d acked meanwhile, acks again after %d ms, %d messages in the logs, refused"
                            + " and not there %d, errors %s%n",
                    name,
                    length.toSeconds(),
                    ackedMeanwhile,
                    recovery.toMillis(),
                    all().stream().mapToInt(ChatClient::ackedCount).sum(),
                    all().stream().mapToInt(client -> client.refused().size()).sum(),
                    errors());
            assertThat(errors().keySet()).isSubsetOf("timeout", "unavailable");
            assertThat(recovery).isLessThan(RECOVERY);
        }
    }

    private List<ChatClient> all() {
        List<ChatClient> all = new ArrayList<>(senders);
        all.add(flooder);
        all.add(newcomer);
        return all;
    }

    private int acked() {
        return senders.stream().mapToInt(ChatClient::ackedCount).sum();
    }

    private Map<String, Integer> ackedBySender() {
        Map<String, Integer> acked = new HashMap<>();
        senders.forEach(sender -> acked.put(sender.user(), sender.ackedCount()));
        return acked;
    }

    private Map<String, Integer> errors() {
        Map<String, Integer> errors = new TreeMap<>();
        all().forEach(client -> client.errors().forEach((code, count) -> errors.merge(code, count, Integer::sum)));
        return errors;
    }

    /** Everybody comes back and resumes; a client that comes last is given the log. */
    private void check(ServerProcess server) throws Exception {
        Map<String, List<ChatClient>> rooms = new TreeMap<>();
        for (ChatClient client : all()) {
            client.cut();
            client.connect(server.ws("/ws"));
            rooms.computeIfAbsent(client.room(), room -> new ArrayList<>()).add(client);
        }
        for (List<ChatClient> members : rooms.values()) {
            ChatClient reader = members.get(0).reader();
            reader.connect(server.ws("/ws"));
            int size = members.stream().mapToInt(ChatClient::ackedCount).sum();
            progress.await("the log of a room", () -> reader.view().last() >= size);
            progress.await("the views of a room", () -> members.stream()
                    .allMatch(member -> member.view().last() >= size));
            Histories.check(reader.view(), members);
        }
    }
}
