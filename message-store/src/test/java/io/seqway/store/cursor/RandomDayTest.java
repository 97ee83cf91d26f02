package io.seqway.store.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.Author;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.Pending;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.Submission.Change;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.frame.Standing;
import io.seqway.store.log.AppendResult;
import io.seqway.store.log.Entry;
import io.seqway.store.log.Floor;
import io.seqway.store.log.InMemoryRoomLog;
import io.seqway.store.log.LogId;
import io.seqway.store.log.Stamp;
import io.seqway.store.member.InMemoryRoomStore;
import io.seqway.store.member.Rosters;
import io.seqway.store.sequence.Outlet;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The "unread equals a recount": users write, change and read in many rooms for a day, while the owner of the rooms
 * crashes, leaves as planned, forgets what nobody uses, and now and then is a node of the version that did not count; and
 * retention removes what is old, by this owner or by another one.
 */
class RandomDayTest {
    private static final int ROOMS = 30;
    private static final int USERS = 40;
    private static final int STEPS = 20_000;
    private static final int CHECKS = 1_000;

    private final InMemoryRoomLog log = new InMemoryRoomLog();
    private final InMemoryCursorStore store = new InMemoryCursorStore();
    private final Map<String, List<Entry>> rooms = new HashMap<>();
    private final Map<Place, Long> surelyRead = new HashMap<>();
    private final Map<Place, Long> read = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Map<String, Long> floors = new HashMap<>();
    private Random random;
    private long now = 1_000;
    private int messages;
    private Owner owner;

    private record Place(String room, String user) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void unreadIsWhatARecountSays(long seed) {
        random = new Random(seed);
        owner = new Owner(true);
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(4_000);
            step();
        }
        if (!owner.counts) {
            owner = new Owner(true);
        }
        for (int i = 0; i < CHECKS; i++) {
            check(user(), room());
        }
    }

    private void step() {
        int dice = random.nextInt(1_000);
        if (dice < 500) {
            send();
        } else if (dice < 600) {
            change(dice < 570 ? "edit" : "delete");
        } else if (dice < 940) {
            move();
        } else if (dice < 950) {
            trim();
        } else if (dice < 985) {
            owner.cursors.say();
            owner.cursors.write();
            surelyRead.putAll(read);
        } else if (dice < 990) {
            owner.cursors.forgetUnused();
        } else if (dice < 994) {
            owner.cursors.writeAll();
            surelyRead.putAll(read);
            owner = new Owner(random.nextInt(4) > 0);
        } else if (dice < 997) {
            owner = new Owner(random.nextInt(4) > 0); // the last one has crashed
            read.clear();
            read.putAll(surelyRead);
        } else {
            check(user(), room());
        }
    }

    private void send() {
        String user = user();
        String room = room();
        long seq = submit(Submission.message(room, author(user), "m" + ++messages, "{}", 0, null, false));
        read.merge(new Place(room, user), seq, Math::max);
        surelyRead.merge(new Place(room, user), seq, Math::max);
    }

    /** A sender changes a message, which is not to be read again by that. */
    private void change(String kind) {
        String room = room();
        List<Entry> entries = entries(room);
        if (!owner.counts || entries.isEmpty()) {
            return; // a node of the version before does not do it
        }
        Entry target = entries.get(random.nextInt(entries.size()));
        if (target.isMessage() && target.seq() > floor(room) && !deleted.contains(target.id())) {
            submit(Submission.change(
                    kind, room, target.author(), "m" + ++messages, "{}", new Change(target.seq(), 0, null, false)));
            if (kind.equals("delete")) {
                deleted.add(target.id());
            }
        }
    }

    private void trim() {
        LogId room = new LogId(room(), 1);
        long before = floor(room.room());
        int removable = (int) (entries(room.room()).size() - 1 - before);
        if (removable > 0) {
            long floor = before + 1 + random.nextInt(removable);
            log.raise(room, new Floor(floor, before));
            if (random.nextBoolean()) {
                owner.sequencer.raiseFloor(room, floor);
            }
            log.remove(room, before, floor);
            floors.put(room.room(), floor);
        }
    }

    private long floor(String room) {
        return floors.getOrDefault(room, 0L);
    }

    private long submit(Submission submission) {
        owner.sequencer.submit(List.of(submission.answeredTo(new ReplyTo("gateway", 0, messages, 0))));
        List<Entry> entries = entries(submission.room());
        entries.add(log.at(new LogId(submission.room(), 1).entryId(entries.size() + 1)));
        return entries.size();
    }

    private static Author author(String user) {
        return new Author(user, null, null);
    }

    /** Also beyond the head, and back. */
    private void move() {
        if (!owner.counts) {
            return; // nobody hears it
        }
        Place place = new Place(room(), user());
        long head = entries(place.room()).size();
        long to = random.nextInt((int) head + 3);
        boolean delivered = random.nextInt(3) == 0;
        assertThat(owner.cursors
                        .move(new Move(place.room(), place.user(), to, delivered ? 0 : to))
                        .succeeded())
                .isTrue();
        if (!delivered) {
            read.merge(place, Math.min(to, head), Math::max);
        }
    }

    private void check(String user, String room) {
        if (!owner.counts) {
            return;
        }
        Future<Standing> asked = owner.cursors.standing(user, room);
        assertThat(asked.succeeded())
                .as("%s in %s: %s", user, room, asked.cause())
                .isTrue();
        Standing standing = asked.result();
        List<Entry> entries = entries(room);
        assertThat(standing.seq()).isEqualTo(entries.size());
        long expected = read.getOrDefault(new Place(room, user), 0L);
        if (expected > floor(room)) {
            assertThat(standing.read()).isEqualTo(expected);
        } else {
            assertThat(standing.read())
                    .as("what is gone may be forgotten by a crash")
                    .isLessThanOrEqualTo(expected);
        }
        assertThat(standing.unread())
                .isEqualTo(entries.stream()
                        .filter(entry -> entry.seq() > Math.max(standing.read(), floor(room)))
                        .filter(entry -> entry.isMessage())
                        .filter(entry -> !entry.author().id().equals(user))
                        .count());
    }

    private List<Entry> entries(String room) {
        return rooms.computeIfAbsent(room, name -> new ArrayList<>());
    }

    private String user() {
        return "u" + random.nextInt(USERS);
    }

    /** Some rooms have more to say than others. */
    private String room() {
        return "r" + Math.min(random.nextInt(ROOMS), random.nextInt(ROOMS));
    }

    /** A node that owns all rooms. */
    private final class Owner implements Outlet {
        private final boolean counts;
        private final Sequencer sequencer;
        private final Cursors cursors;

        Owner(boolean counts) {
            this.counts = counts;
            InMemoryRoomLog its = counts ? log : new UncountedLog();
            sequencer = new Sequencer(
                    its,
                    "t",
                    () -> now,
                    (delay, task) -> task.run(),
                    () -> true,
                    this,
                    new Rosters(new InMemoryRoomStore(), its),
                    10_000,
                    deletion -> {});
            cursors = new Cursors(store, its, sequencer, () -> now, (room, moved) -> {});
        }

        @Override
        public void answer(Outcome outcome) {
            assertThat(outcome.error()).isNull();
        }

        @Override
        public void appended(String room, String epoch, long first, List<byte[]> frames, long stale) {
            // nobody watches
        }

        @Override
        public void stored(List<Entry> entries) {
            if (counts) {
                cursors.appended(entries);
            }
        }

        @Override
        public void pending(Pending pending) {
            // nobody watches
        }
    }

    /** The log as a node of the version before writes it. */
    private final class UncountedLog extends InMemoryRoomLog {
        @Override
        public Future<AppendResult> append(List<Entry> entries) {
            return log.append(entries.stream()
                    .map(entry -> new Entry(
                            entry.log(),
                            entry.seq(),
                            entry.author(),
                            entry.clientMsgId(),
                            entry.time(),
                            entry.kind(),
                            entry.body(),
                            entry.replyTo()))
                    .toList());
        }

        @Override
        public Future<Map<String, Entry>> byIds(Collection<String> ids) {
            return log.byIds(ids);
        }

        @Override
        public Future<Map<String, Entry>> byKeys(Collection<String> keys) {
            return log.byKeys(keys);
        }

        @Override
        public Future<Map<String, Entry>> lastChanges(Collection<String> ids) {
            return log.lastChanges(ids);
        }

        @Override
        public Future<Map<String, Stamp>> stamps(Collection<String> ids) {
            return log.stamps(ids);
        }

        @Override
        public Future<Map<String, Floor>> floors(Collection<String> names) {
            return log.floors(names);
        }
    }
}
