package io.seqway.gateway.presence;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.PresenceMessage.Arrival;
import io.seqway.protocol.bus.PresenceMessage.Here;
import io.seqway.protocol.bus.PresenceMessage.HereTaken;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one hub says to presence of its connections, until presence has taken it. Of words about the same only the latest
 * waits; while presence cannot take any, it is asked again with a few of them. So words about those who are here are as
 * many as those, and only words about those who have left need a bound.
 */
final class Announcements {
    static final int BATCH = 500;
    static final int PROBE = 100;
    static final int MAX_LEFT = 100_000;
    static final long FIRST_PAUSE_MS = 500;
    static final long LONGEST_PAUSE_MS = 4_000;

    private record Subject(String room, String user) {}

    /** Unlike any other, though it says the same. */
    private static final class Word {
        private final Arrival arrival;
        private final long saidAt;
        /** Whether {@link #taken} waits for it, or for what was said later instead of it. */
        private boolean awaited;
        /** The node it is on its way to, or {@code null}. */
        private String node;

        Word(Arrival arrival, long saidAt) {
            this.arrival = arrival;
            this.saidAt = saidAt;
        }

        boolean hasLeft() {
            return arrival.connections() == 0;
        }
    }

    private final EventLoop loop;
    private final PresenceBus bus;
    private final SourceLease lease;
    private final Function<String, String> owner;
    private final Predicate<String> lives;
    private final Map<Subject, Word> waiting = new LinkedHashMap<>();
    private final Map<Subject, Word> underWay = new HashMap<>();
    /** How many of all these words are about somebody who has left. */
    private int left;
    /** How many of them somebody waits for. */
    private int awaited;

    private final List<Promise<Void>> whenTaken = new ArrayList<>(1);

    /** Until when nodes that did not answer, or do not know this hub, are left alone, while others hear what is theirs. */
    private final Map<String, Long> silentUntil = new HashMap<>();

    private final OtherRedis otherRedis = new OtherRedis();

    private boolean flushing;
    private boolean refused;
    private long pauseMs = FIRST_PAUSE_MS;
    private long pausedUntil = Long.MIN_VALUE;

    /**
     * @param owner the presence node of a room, or {@code null} if there is none
     * @param lives whether a node of presence is in the cluster still
     */
    Announcements(
            EventLoop loop,
            PresenceBus bus,
            SourceLease lease,
            Function<String, String> owner,
            Predicate<String> lives) {
        this.loop = loop;
        this.bus = bus;
        this.lease = lease;
        this.owner = owner;
        this.lives = lives;
    }

    /** Says this, together with what else is said in this turn of the event loop. */
    void say(Arrival arrival) {
        put(waiting, new Subject(arrival.room(), arrival.user()), new Word(arrival, loop.now()));
        if (left > MAX_LEFT) {
            // Of those who left presence hears by the end of the lease, of those who are here when the next one begins.
            waiting.clear();
            underWay.clear();
            left = 0;
            awaited = 0;
            lease.lost();
            return;
        }
        later(0);
    }

    /** Completes when presence has taken all that was said until now. */
    Future<Void> taken() {
        Promise<Void> taken = Promise.promise();
        whenTaken.add(taken);
        await(waiting);
        await(underWay);
        tellIfTaken();
        return taken.future();
    }

    private void await(Map<Subject, Word> words) {
        for (Word word : words.values()) {
            awaited += word.awaited ? 0 : 1;
            word.awaited = true;
        }
    }

    private void tellIfTaken() {
        if (awaited == 0 && !whenTaken.isEmpty()) {
            List<Promise<Void>> told = List.copyOf(whenTaken);
            whenTaken.clear();
            told.forEach(Promise::complete);
        }
    }

    /** Presence can take something again. */
    void resume() {
        pausedUntil = Long.MIN_VALUE;
        pauseMs = FIRST_PAUSE_MS;
        refused = false;
        silentUntil.clear();
        flush();
    }

    /** Says all that waits, unless it was refused a moment ago. */
    void flush() {
        if (!lease.held() || waiting.isEmpty() || loop.now() < pausedUntil) {
            return;
        }
        Map<String, List<Map.Entry<Subject, Word>>> byNode = new LinkedHashMap<>();
        int most = refused ? PROBE : Integer.MAX_VALUE;
        for (Map.Entry<Subject, Word> word : List.copyOf(waiting.entrySet())) {
            String node = owner.apply(word.getKey().room());
            if (node != null && isHeard(node) && !isOnTheWayElsewhere(word.getKey(), node) && most-- > 0) {
                remove(waiting, word.getKey(), word.getValue());
                word.getValue().node = node;
                put(underWay, word.getKey(), word.getValue());
                List<Map.Entry<Subject, Word>> batch = byNode.computeIfAbsent(node, n -> new ArrayList<>());
                batch.add(word);
                if (batch.size() == BATCH) {
                    send(node, byNode.remove(node));
                }
            }
        }
        byNode.forEach(this::send);
    }

    /** Two nodes may take what they hear in any order; of two words to one node the later one prevails. */
    private boolean isOnTheWayElsewhere(Subject subject, String node) {
        Word before = underWay.get(subject);
        return before != null && !before.node.equals(node) && lives.test(before.node);
    }

    private boolean isHeard(String node) {
        return loop.now() >= silentUntil.getOrDefault(node, Long.MIN_VALUE);
    }

    private void send(String node, List<Map.Entry<Subject, Word>> words) {
        long now = loop.now();
        List<Arrival> arrivals =
                words.stream().map(word -> sent(word.getValue(), now)).toList();
        String source = lease.source();
        bus.askPresence(node, new Here(source, arrivals)).onComplete(answer -> answered(node, source, words, answer));
    }

    private static Arrival sent(Word word, long now) {
        Arrival said = word.arrival;
        return new Arrival(
                said.room(),
                said.user(),
                said.name(),
                said.connections(),
                now - word.saidAt,
                said.status(),
                said.text(),
                said.since());
    }

    private void answered(
            String node, String source, List<Map.Entry<Subject, Word>> words, AsyncResult<BusMessage> answer) {
        HereTaken taken = answer.succeeded() && answer.result() instanceof HereTaken reply ? reply : null;
        boolean done = taken != null && taken.taken() && taken.known();
        for (Map.Entry<Subject, Word> word : words) {
            // one that was said later is under way, or waits
            boolean latest = remove(underWay, word.getKey(), word.getValue());
            if (latest && waiting.containsKey(word.getKey())) {
                later(0); // it may have waited for this
            }
            if (latest && !done) {
                waitAgain(word.getKey(), word.getValue());
            }
        }
        tellIfTaken();
        if (taken == null) {
            // it is gone, most likely, or of the version before, which takes what it is told and does not answer
            leaveAlone(node, FIRST_PAUSE_MS);
        } else if (!taken.known()) {
            if (source.equals(lease.source())) {
                unknown(node, source);
            }
        } else if (!done) {
            refused = true;
            pausedUntil = loop.now() + pauseMs;
            later(pauseMs);
            pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
        } else {
            silentUntil.remove(node);
            otherRedis.known(node);
            pauseMs = FIRST_PAUSE_MS;
            if (refused) {
                resume();
            }
        }
    }

    /**
     * The lease is over, which the node that keeps it says, too. Or the node has another Redis, where no name would be
     * known: a new one for each answer would count the users of this hub again each time, until its lease ends.
     */
    private void unknown(String node, String source) {
        boolean other = otherRedis.doubted(node, source, lease.node());
        leaveAlone(node, other ? LONGEST_PAUSE_MS : FIRST_PAUSE_MS);
        lease.renew();
    }

    private void leaveAlone(String node, long ms) {
        silentUntil.put(node, loop.now() + ms);
        later(ms);
    }

    /** Whoever waits for it waits for what was said later, if something was. */
    private void waitAgain(Subject subject, Word word) {
        Word later = waiting.get(subject);
        if (later == null) {
            put(waiting, subject, word);
        } else if (word.awaited && !later.awaited) {
            later.awaited = true;
            awaited++;
        }
    }

    private void put(Map<Subject, Word> words, Subject subject, Word word) {
        Word before = words.put(subject, word);
        left += word.hasLeft() ? 1 : 0;
        left -= before != null && before.hasLeft() ? 1 : 0;
        if (before != null && before.awaited) {
            awaited -= word.awaited ? 1 : 0;
            word.awaited = true;
        } else {
            awaited += word.awaited ? 1 : 0;
        }
    }

    private boolean remove(Map<Subject, Word> words, Subject subject, Word word) {
        boolean removed = words.remove(subject, word);
        left -= removed && word.hasLeft() ? 1 : 0;
        awaited -= removed && word.awaited ? 1 : 0;
        return removed;
    }

    private void later(long delayMs) {
        if (delayMs > 0) {
            loop.after(delayMs, this::flush);
        } else if (!flushing) {
            flushing = true;
            loop.run(() -> {
                flushing = false;
                flush();
            });
        }
    }
}
