package io.seqway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.client.conformance.KeptOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of cuts, crashes, lost and repeated frames and refusals, in virtual time: every entry is given once and in
 * order, and everything that was written is stored once and in order. A failure names its seed.
 */
class SimulationTest {
    private static final int SCHEDULES = 1_000;
    private static final int STEPS = 400;

    @Test
    void nothingIsMissedRepeatedOrReorderedInAnyOfThem() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            new Schedule(seed).play();
        }
    }

    private static final class Schedule {
        private final int seed;
        private final Random random;
        private final ModelServer server;
        private final KeptOutbox outbox = new KeptOutbox();
        private final List<Long> shown = new ArrayList<>();
        private final List<String> written = new ArrayList<>();
        private Map<String, Position> positions = Map.of("r", new Position(0, "e"));
        private VirtualClock clock;
        private Seqway client;

        Schedule(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.server = new ModelServer(random);
        }

        void play() {
            start();
            for (int step = 0; step < STEPS; step++) {
                int chance = random.nextInt(100);
                if (chance < 30) {
                    server.hear();
                } else if (chance < 65) {
                    server.say();
                } else if (chance < 78) {
                    clock.pass(random.nextInt(3_000));
                } else if (chance < 88) {
                    written.add(client.room("r").post("x", new SendOptions()).clientMsgId());
                } else if (chance < 95) {
                    server.entry();
                } else if (chance < 98) {
                    server.cut();
                } else {
                    server.crash();
                    positions = client.positions();
                    start();
                }
            }
            server.heal();
            settle();
            List<Long> all =
                    LongStream.rangeClosed(1, server.log.size()).boxed().toList();
            assertThat(shown).as("what was given, in the schedule %d", seed).isEqualTo(all);
            List<String> stored = server.log.stream()
                    .filter(entry -> "alice".equals(entry.getString("sender")))
                    .map(entry -> entry.getString("clientMsgId"))
                    .toList();
            assertThat(stored).as("what was stored, in the schedule %d", seed).isEqualTo(written);
        }

        /** A new run of the program: all that it has is what was kept. */
        private void start() {
            clock = new VirtualClock();
            clock.draws(random.nextDouble());
            SeqwayOptions options =
                    Rig.options().setUserId("alice").setPositions(positions).setOutboxStore(outbox);
            client = new Seqway(options, Runnable::run, clock, server);
            client.onMessage(message -> shown.add(message.seq()));
            client.connect();
            client.room("r").join();
        }

        private void settle() {
            for (int second = 0; second < 600; second++) {
                while (!server.quiet()) {
                    server.hear();
                    server.say();
                }
                if (client.getMetrics().queued() == 0 && shown.size() == server.log.size()) {
                    return;
                }
                clock.pass(1_000);
            }
        }
    }
}
