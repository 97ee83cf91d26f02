package io.seqway.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.BusMessage.Outcome;
import io.seqway.protocol.bus.BusMessage.Submission;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.store.log.Entry;
import io.seqway.store.log.LogId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two owners at once, a log that loses answers and lets writes land late, clients that repeat what was not acked: over
 * many random schedules, each named by its seed, the log stays whole.
 */
class RandomFaultsTest {
    private static final int SCHEDULES = 2_000;
    private static final List<String> ROOMS = List.of("a", "b", "c");
    private static final int SENDERS = 3;
    private static final int MESSAGES = 6;

    private final List<Runnable> pending = new ArrayList<>();
    private final Map<Long, String> asked = new HashMap<>();
    private final Map<String, Outcome> acked = new HashMap<>();
    private final List<Map<String, List<String>>> shown = new ArrayList<>();
    private long lastRef;

    @Test
    void theLogStaysWhole() {
        int lostAnswers = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            lostAnswers += schedule(seed);
        }
        assertThat(lostAnswers).as("writes of unknown outcome").isGreaterThan(SCHEDULES);
    }

    private int schedule(int seed) {
        pending.clear();
        asked.clear();
        acked.clear();
        shown.clear();
        Random random = new Random(seed);
        RandomRoomLog log = new RandomRoomLog(random, pending::add);
        List<Sequencer> owners = List.of(owner(log), owner(log));
        int steps = 0;
        boolean allAcked = false;
        while (!allAcked) {
            allAcked = true;
            for (String room : ROOMS) {
                for (int sender = 0; sender < SENDERS; sender++) {
                    for (int message = 0; message < MESSAGES; message++) {
                        String name = room + "/" + sender + "/" + message;
                        if (!acked.containsKey(name)) {
                            allAcked = false;
                            submit(owners.get(random.nextInt(2)), room, sender, message, name);
                            for (int i = random.nextInt(4); i > 0; i--) {
                                step(random);
                            }
                        }
                    }
                }
            }
            while (!pending.isEmpty()) {
                step(random);
                assertThat(++steps).as("steps of seed %d", seed).isLessThan(1_000_000);
            }
        }
        check(seed, log, owners, random);
        return log.lostAnswers();
    }

    private Sequencer owner(RandomRoomLog log) {
        Map<String, List<String>> entries = new HashMap<>();
        shown.add(entries);
        Outlet outlet = new Outlet() {
            @Override
            public void answer(Outcome outcome) {
                String name = asked.remove(outcome.replyTo().ref());
                assertThat(name).as("answered once").isNotNull();
                if (outcome.error() == null) {
                    Outcome before = acked.put(name, outcome);
                    assertThat(before == null || before.seq() == outcome.seq()).isTrue();
                } else {
                    assertThat(outcome.error()).isEqualTo("unavailable");
                }
            }

            @Override
            public void appended(String room, String epoch, long first, List<byte[]> frames) {
                List<String> list = entries.computeIfAbsent(room, r -> new ArrayList<>());
                for (byte[] frame : frames) {
                    JsonObject json = new JsonObject(new String(frame, StandardCharsets.UTF_8));
                    list.add(json.getLong("seq") + ":" + json.getString("body"));
                }
            }
        };
        return new Sequencer(log, "t", () -> 1_000, (delayMs, task) -> pending.add(task), () -> true, outlet);
    }

    private void submit(Sequencer owner, String room, int sender, int message, String name) {
        asked.put(++lastRef, name);
        owner.submit(List.of(new Submission(
                new ReplyTo("node", 0, lastRef, 0),
                room,
                new Author("s" + sender, null, null),
                "m" + message,
                "message",
                '"' + name + '"',
                0,
                null)));
    }

    private void step(Random random) {
        if (!pending.isEmpty()) {
            pending.remove(random.nextInt(pending.size())).run();
        }
    }

    private void check(int seed, RandomRoomLog log, List<Sequencer> owners, Random random) {
        owners.forEach(owner -> owner.probe(ROOMS));
        while (!pending.isEmpty()) {
            step(random);
        }
        assertThat(log.size()).as("entries, seed %d", seed).isEqualTo(ROOMS.size() * SENDERS * MESSAGES);
        for (String room : ROOMS) {
            List<String> entries = new ArrayList<>();
            LogId id = new LogId(room, 1);
            for (long seq = 1; seq <= SENDERS * MESSAGES; seq++) {
                Entry entry = log.at(id.entryId(seq));
                assertThat(entry)
                        .as("seq %d of room %s, seed %d", seq, room, seed)
                        .isNotNull();
                entries.add(seq + ":" + new JsonObject("{\"b\":" + entry.body() + "}").getString("b"));
                assertThat(acked.get(entry.body().replace("\"", "")).seq()).isEqualTo(seq);
            }
            for (Map<String, List<String>> one : shown) {
                List<String> its = one.getOrDefault(room, List.of());
                int behind = entries.size() - its.size();
                assertThat(its)
                        .as("shown of room %s, seed %d", room, seed)
                        .isSubsetOf(entries)
                        .isEqualTo(its.isEmpty() ? its : entries.subList(start(its), start(its) + its.size()));
                assertThat(behind).isNotNegative();
            }
        }
    }

    private static int start(List<String> shownEntries) {
        return Integer.parseInt(shownEntries.get(0).split(":")[0]) - 1;
    }
}
