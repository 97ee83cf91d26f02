package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.gateway.metrics.GatewayMetrics;
import io.seqway.gateway.store.StoreLink;
import io.seqway.gateway.store.Submissions;
import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.delivery.Outflows;
import io.seqway.store.intake.Intake;
import io.seqway.store.interest.Interest;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.FirstEntry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.LogId;
import io.seqway.store.log.RoomLog;
import io.seqway.store.log.Stamp;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.Rosters;
import io.seqway.testing.VirtualTime;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A gateway and an owner over a bus that loses, repeats and delays what they say, while the owner is killed, paused and
 * replaced, and its log loses answers: over many random schedules, each named by its seed, what one connection sends to
 * a room stands there in the order in which it was sent.
 */
class RandomPipesTest {
    private static final int SCHEDULES = 500;
    private static final List<String> ROOMS = List.of("a", "b");
    private static final List<String> SENDERS = List.of("ann", "bob");
    private static final int MESSAGES = 40;
    private static final long SENDING_MS = 4_000;
    private static final long END_MS = 40_000;

    /** One message of a client, and what the client was told. */
    private static final class Sent {
        private static final String STORED = "stored";
        private static final String NOT_KNOWN = "timeout";

        private final String sender;
        private final Submission send;
        private String told;

        Sent(String sender, Submission send) {
            this.sender = sender;
            this.send = send;
        }

        String room() {
            return send.room();
        }

        String name() {
            return send.clientMsgId();
        }

        @Override
        public String toString() {
            return sender + " " + send + " " + told;
        }

        boolean isStored() {
            return STORED.equals(told);
        }

        boolean isRefused() {
            return !STORED.equals(told) && !NOT_KNOWN.equals(told);
        }

        void told(Outcome outcome) {
            assertThat(told).as("answered once: %s", send).isNull();
            if (outcome == null) {
                told = NOT_KNOWN;
            } else {
                told = outcome.error() == null ? STORED : outcome.error();
            }
        }
    }

    private final Map<String, Integer> tally = new HashMap<>();
    private Random random;
    private VirtualTime time;
    private RandomRoomLog log;
    private StoreLink link;
    private Submissions submissions;
    private List<Store> stores;
    private Store owner;
    private String known;
    private long lossUntil;

    @Test
    void whatOneConnectionSendsKeepsItsOrder() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            schedule(seed);
        }
        System.out.printf("pipes: %d schedules, %s%n", SCHEDULES, tally);
        assertThat(tally.get(Sent.STORED)).isGreaterThan(100 * SCHEDULES);
        assertThat(tally.get("unavailable")).isPositive();
        assertThat(tally.get("out-of-order")).isPositive();
    }

    /** A node with the role message-store, from its start to its end. */
    private final class Store {
        private boolean paused;
        private final String name = "store" + stores.size();
        private final Deliveries deliveries =
                new Deliveries(new Interest(), new Outflows(name, () -> 0), this::flushSoon);
        private final Intake intake = new Intake(room -> owner == this && !paused, deliveries, entries -> {});
        private final Sequencer sequencer = new Sequencer(
                new MortalLog(),
                "t",
                () -> 1_000,
                (delayMs, task) -> time.after(delayMs, alive(task)),
                () -> true,
                intake,
                new Rosters(new InMemoryRoomStore(), log),
                10_000,
                deletion -> {});

        private Runnable alive(Runnable task) {
            return () -> {
                if (owner == this) {
                    task.run();
                }
            };
        }

        private void flushSoon() {
            time.run(alive(() -> deliveries.flush((node, delivery) -> carry(() -> hear(delivery)))));
        }

        private void handle(BusMessage message) {
            if (message instanceof ToStore.Submit submit) {
                sequencer.submit(intake.take(submit, time.now()));
            } else if (message instanceof ToStore.Probe probe) {
                intake.probed(probe, time.now());
            }
        }

        /** The log as long as this node lives: what it has asked for happens, but nobody hears of it. */
        private final class MortalLog implements RoomLog {
            @Override
            public Future<AppendResult> append(List<Entry> entries) {
                return heard(log.append(entries));
            }

            @Override
            public Future<Map<String, Entry>> byIds(Collection<String> ids) {
                return heard(log.byIds(ids));
            }

            @Override
            public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
                return heard(log.byKeys(keys));
            }

            @Override
            public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
                return heard(log.stamps(ids));
            }

            @Override
            public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
                return heard(log.lastChanges(ids));
            }

            @Override
            public Future<Void> redact(Entry deletion) {
                return heard(log.redact(deletion));
            }

            @Override
            public Future<Void> settled(Entry entry) {
                return heard(log.settled(entry));
            }

            @Override
            public Future<List<Entry>> outbox(Collection<Integer> partitions, int limit) {
                return heard(log.outbox(partitions, limit));
            }

            @Override
            public Future<Map<String, Floor>> floors(Collection<String> names) {
                return heard(log.floors(names));
            }

            @Override
            public Future<Void> raise(LogId id, Floor floor) {
                return heard(log.raise(id, floor));
            }

            @Override
            public Future<Void> removeFloor(LogId id) {
                return heard(log.removeFloor(id));
            }

            @Override
            public Future<Long> remove(LogId id, long after, long upTo) {
                return heard(log.remove(id, after, upTo));
            }

            @Override
            public Future<Optional<FirstEntry>> behind(String room) {
                return heard(log.behind(room));
            }

            private <T> Future<T> heard(Future<T> answer) {
                Promise<T> promise = Promise.promise();
                answer.onComplete(
                        result -> alive(() -> complete(promise, result)).run());
                return promise.future();
            }
        }

        private static <T> void complete(Promise<T> promise, AsyncResult<T> result) {
            if (result.succeeded()) {
                promise.complete(result.result());
            } else {
                promise.fail(result.cause());
            }
        }

        private void pause(boolean pause) {
            paused = pause;
            if (pause) {
                BitSet all = new BitSet();
                all.set(0, Partitions.COUNT);
                intake.release(all);
                sequencer.release(room -> false);
            } else {
                sequencer.forget(room -> true);
            }
        }
    }

    private void schedule(int seed) {
        random = new Random(seed);
        time = new VirtualTime();
        stores = new ArrayList<>();
        log = new RandomRoomLog(random, task -> time.after(random.nextInt(40), task));
        submissions = null;
        replaceOwner();
        known = owner.name;
        link = new StoreLink(view(), this::send);
        submissions =
                new Submissions(link, "gateway", 0, time, GatewayMetrics.none().messages());
        time.every(500, submissions::expire);
        List<Sent> all = sendAll();
        planFaults();
        lossUntil = SENDING_MS + 3_000;
        time.passUntil(END_MS);
        all.forEach(
                sent -> assertThat(sent.told).as("%s, seed %d", sent.send, seed).isNotNull());
        all.forEach(sent -> tally.merge(sent.told, 1, Integer::sum));
        check(all, seed);
    }

    private List<Sent> sendAll() {
        List<Sent> all = new ArrayList<>();
        for (String room : ROOMS) {
            for (String sender : SENDERS) {
                Author author = new Author(sender, null, null);
                List<Long> times =
                        random.longs(MESSAGES, 0, SENDING_MS).sorted().boxed().toList();
                for (int i = 0; i < MESSAGES; i++) {
                    String after = i > 0 && random.nextInt(4) == 0 ? "m" + (i - 1) : null;
                    Sent sent = new Sent(sender, Submission.message(room, author, "m" + i, "" + i, 0, after, false));
                    all.add(sent);
                    time.after(times.get(i), () -> submissions.submit(sent.send, this, sent::told));
                }
            }
        }
        return all;
    }

    private void planFaults() {
        for (int i = 0; i < 4; i++) {
            long at = random.nextLong(SENDING_MS);
            switch (random.nextInt(3)) {
                case 0 -> time.after(at, this::replaceOwner);
                case 1 -> time.after(at, () -> pauseOwner(random.nextLong(500)));
                default -> time.after(at, () -> owner.sequencer.forgetUnused(Long.MAX_VALUE, room -> false));
            }
        }
    }

    /** The owner is gone with all it knew, though what it wrote may land late. The gateway sees it in a while. */
    private void replaceOwner() {
        owner = new Store();
        stores.add(owner);
        if (submissions != null) {
            time.after(random.nextLong(400), () -> {
                known = owner.name;
                link.refresh();
                submissions.reroute();
            });
        }
    }

    private void pauseOwner(long ms) {
        Store pausing = owner;
        pausing.pause(true);
        time.after(ms, pausing.alive(() -> pausing.pause(false)));
    }

    private void send(String node, BusMessage message) {
        carry(() -> {
            if (owner.name.equals(node)) {
                owner.handle(message);
            }
        });
    }

    /** What one node says to another: lost, repeated, late and in any order, until the faults end. */
    private void carry(Runnable arrival) {
        boolean faulty = time.now() < lossUntil;
        if (faulty && random.nextInt(10) == 0) {
            return;
        }
        time.after(faulty && random.nextInt(4) == 0 ? random.nextInt(300) : 1, arrival);
        if (faulty && random.nextInt(10) == 0) {
            time.after(random.nextInt(2_000), arrival);
        }
    }

    private void hear(Delivery delivery) {
        delivery.outcomes().forEach(submissions::answered);
        delivery.gaps().forEach(submissions::missing);
    }

    private void check(List<Sent> all, int seed) {
        for (String room : ROOMS) {
            for (String sender : SENDERS) {
                List<String> inLog = inLog(room, sender);
                List<Sent> its = all.stream()
                        .filter(sent -> sent.room().equals(room) && sent.sender.equals(sender))
                        .toList();
                List<String> acked =
                        its.stream().filter(Sent::isStored).map(Sent::name).toList();
                assertThat(inLog.stream().filter(acked::contains).toList())
                        .as("order of %s in %s, seed %d", sender, room, seed)
                        .isEqualTo(acked);
                its.stream().filter(Sent::isRefused).forEach(sent -> assertThat(inLog)
                        .as("refused as %s, seed %d", sent, seed)
                        .doesNotContain(sent.name()));
                its.stream()
                        .filter(sent -> sent.send.after() != null && inLog.contains(sent.name()))
                        .forEach(sent -> assertThat(inLog)
                                .as("behind what it names, seed %d", seed)
                                .containsSubsequence(sent.send.after(), sent.name()));
            }
        }
    }

    private List<String> inLog(String room, String sender) {
        List<String> names = new ArrayList<>();
        LogId id = new LogId(room, 1);
        for (long seq = 1; log.at(id.entryId(seq)) != null; seq++) {
            Entry entry = log.at(id.entryId(seq));
            if (entry.author().id().equals(sender)) {
                names.add(entry.clientMsgId());
            }
        }
        return names;
    }

    private ClusterView view() {
        return new ClusterView() {
            @Override
            public String self() {
                return "gateway";
            }

            @Override
            public List<String> nodes(Role role) {
                return List.of(known);
            }

            @Override
            public void onChange(Runnable handler) {
                // the test says so itself
            }
        };
    }
}
