package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.RoomMessage;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.cursor.CursorStore;
import io.seqway.store.cursor.Cursors;
import io.seqway.store.delivery.Beacons;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.delivery.Outflows;
import io.seqway.store.intake.Intake;
import io.seqway.store.interest.Interest;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.log.Entry;
import io.seqway.store.log.RoomLog;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.member.Rosters;
import io.seqway.store.metrics.MeasuredOutlet;
import io.seqway.store.metrics.StoreMetrics;
import io.seqway.store.outbox.Demands;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.ownership.OwnershipListener;
import io.seqway.store.ownership.Standstill;
import io.seqway.store.retention.RetentionOptions;
import io.seqway.store.retention.RoomRules;
import io.seqway.store.retention.Trimming;
import io.seqway.store.room.Graves;
import io.seqway.store.room.OwnEntries;
import io.seqway.store.room.RoomRegistry;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node's message store does with what gateways say: takes messages for the rooms it owns, appends them to their
 * logs, and sends what was appended to the gateway nodes that watch those rooms. It has no thread, clock or I/O of its
 * own, and everything of it happens on one event loop.
 */
public final class MessageStore implements OwnershipListener {
    /** Every how many ms a part of the watched rooms is looked at for entries of another owner: all of them in 5 s. */
    public static final long PROBE_MS = 500;

    private static final int PROBE_PARTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(MessageStore.class);
    private static final long SWEEP_MS = 1_000;
    private static final long UNUSED_MS = 60_000;
    /** All rooms are looked at, which may be very many. */
    private static final long UNUSED_LOOK_MS = 4_000;

    private static final long STOP_MS = 3_000;
    private static final long GIVE_MS = 1_000;
    private static final long IDLE_CHECK_MS = 5;

    private final EventLoop loop;
    private final LongSupplier wallClock;
    private final RoomLog log;
    private final ClusterView view;
    private final Ownership ownership;
    private final BiConsumer<String, BusMessage> send;
    private final BiConsumer<String, BusMessage> sendToStore;
    private final StoreMetrics metrics;
    private final Interest interest = new Interest();
    private final Outflows outflows;
    private final Deliveries deliveries;
    private final Beacons beacons;
    private final Intake intake;
    private final Sequencer sequencer;
    private final Demands demands;
    private final Graves graves;
    private final Announcements announcements;
    private final MemberQuestions memberQuestions;
    private final RoomQuestions questions;
    private final Cursors cursors;
    private final CursorQuestions cursorQuestions;
    private final Standstill standstill;
    private boolean doubted;
    private int probes;
    private Future<Void> left;

    /**
     * @param cursorStore keeps how far users are
     * @param roomStore keeps the rooms that were made, and their members
     * @param token names this database's logs: the first part of every epoch
     * @param wallClock the time in ms since 1970
     * @param send sends a message to a gateway node, by its id; nothing is said if it never arrives
     * @param sendToStore as {@code send}, to a message store
     */
    public MessageStore(
            EventLoop loop,
            LongSupplier wallClock,
            RoomLog log,
            CursorStore cursorStore,
            RoomStore roomStore,
            String token,
            ClusterView view,
            Ownership ownership,
            BiConsumer<String, BusMessage> send,
            BiConsumer<String, BusMessage> sendToStore) {
        this(
                loop,
                wallClock,
                log,
                cursorStore,
                roomStore,
                StoreOptions.MAX_MEMBERS,
                token,
                view,
                ownership,
                send,
                sendToStore,
                StoreMetrics.none());
    }

    /**
     * As the other one, and counts what it does.
     *
     * @param maxMembers how many members a room may have
     */
    public MessageStore(
            EventLoop loop,
            LongSupplier wallClock,
            RoomLog log,
            CursorStore cursorStore,
            RoomStore roomStore,
            int maxMembers,
            String token,
            ClusterView view,
            Ownership ownership,
            BiConsumer<String, BusMessage> send,
            BiConsumer<String, BusMessage> sendToStore,
            StoreMetrics metrics) {
        this.loop = loop;
        this.wallClock = wallClock;
        this.log = log;
        this.view = view;
        this.ownership = ownership;
        this.send = send;
        this.sendToStore = sendToStore;
        this.metrics = metrics;
        this.standstill = new Standstill(loop::now, wallClock);
        this.outflows = new Outflows(view.self(), wallClock);
        this.deliveries = new Deliveries(interest, outflows, this::flushSoon, wallClock);
        this.beacons = new Beacons(view, ownership, interest, outflows, send);
        this.intake = new Intake(ownership::owns, deliveries, this::stored);
        this.demands = new Demands(log, roomStore, loop::after, this::owned, this::carriedOver);
        OwnEntries own = new OwnEntries(new MeasuredOutlet(intake, metrics));
        this.sequencer = new Sequencer(
                log,
                token,
                wallClock,
                loop::after,
                this::mayWrite,
                own,
                new Rosters(roomStore, log),
                maxMembers,
                demands::add);
        this.questions = new RoomQuestions(ownership, sequencer, interest, outflows, deliveries, send);
        this.cursors = new Cursors(cursorStore, log, sequencer, wallClock, deliveries::receipts);
        this.cursorQuestions = new CursorQuestions(ownership, cursors, roomStore, questions, send);
        this.announcements =
                new Announcements(view, token, interest, deliveries, sequencer, ownership::owns, this::removed, send);
        RoomRegistry registry = new RoomRegistry(roomStore, sequencer, own, loop::after, wallClock, announcements);
        this.graves = new Graves(roomStore, log, cursorStore, registry, loop::after, this::owned);
        this.memberQuestions = new MemberQuestions(ownership, sequencer, registry, roomStore, questions, send);
    }

    /** Removes what rooms are not to keep, from now on; once, on the loop. Without it all is kept. */
    public void trim(RoomRules rules, RetentionOptions retention) {
        new Trimming(loop, wallClock, log, rules, retention, sequencer, this::mayTrim, ownership::owns).start();
    }

    private boolean mayTrim() {
        return left == null && mayWrite();
    }

    private boolean mayWrite() {
        return ownership.lasts() && !standstill.isDoubtful();
    }

    /**
     * Begins to own partitions and to keep house; once, on the loop.
     *
     * @return completes when it is known what this node owns
     */
    public Future<Void> start() {
        loop.every(SWEEP_MS, this::sweep);
        loop.every(UNUSED_LOOK_MS, this::forgetUnused);
        loop.every(PROBE_MS, this::probe);
        loop.every(Beacons.EVERY_MS, this::nextBeacon);
        loop.every(Cursors.WRITE_MS, cursors::write);
        loop.every(Cursors.SAY_MS, cursors::say);
        loop.every(Demands.LOOK_MS, demands::look);
        loop.every(Graves.LOOK_MS, graves::look);
        return ownership.start(this);
    }

    /**
     * Gives everything to other nodes, and from then on only says who has it now; once, on the loop.
     *
     * @return completes when this node owns nothing any more
     */
    public Future<Void> leave() {
        if (left == null) {
            left = ownership.leave();
        }
        return left;
    }

    /**
     * {@link #leave Leaves}, and lets what is under way come to its end.
     *
     * @return completes when nothing is under way any more, or after some seconds
     */
    public Future<Void> stop() {
        return leave().eventually(() -> once(sequencer::isIdle, STOP_MS)).eventually(cursors::writeAll);
    }

    private Future<Void> once(BooleanSupplier condition, long withinMs) {
        Promise<Void> met = Promise.promise();
        await(condition, met, loop.now() + withinMs);
        return met.future();
    }

    private void await(BooleanSupplier condition, Promise<Void> met, long until) {
        if (condition.getAsBoolean()) {
            met.complete();
        } else if (loop.now() >= until) {
            met.fail("something is under way still");
        } else {
            loop.after(IDLE_CHECK_MS, () -> await(condition, met, until));
        }
    }

    @Override
    public void acquired(BitSet partitions) {
        metrics.acquired(partitions.cardinality(), ownership.owned().cardinality());
        sequencer.forget(room -> partitions.get(Partitions.of(room)));
        cursors.forget(room -> partitions.get(Partitions.of(room)));
        flush();
        beacons.sayToAll();
        loop.run(demands::look); // when it is known that they are this node's
        loop.run(graves::look);
    }

    @Override
    public Future<Void> giving(BitSet partitions) {
        Predicate<String> given = room -> partitions.get(Partitions.of(room));
        sequencer.hold(given);
        Future<Void> written = cursors.writeNow(); // of what moves meanwhile, gateways tell the next owner
        return once(() -> !sequencer.isWriting(given) && written.isComplete(), GIVE_MS);
    }

    @Override
    public void gave(Set<String> nodes) {
        nodes.forEach(node -> sendToStore.accept(node, new ToStore.Given(view.self())));
    }

    @Override
    public void given() {
        sequencer.hold(room -> false);
    }

    @Override
    public void lost(BitSet partitions) {
        metrics.lost(partitions.cardinality(), ownership.owned().cardinality());
        Predicate<String> gone = room -> partitions.get(Partitions.of(room));
        interest.end(partitions);
        intake.release(partitions);
        view.nodes(Role.GATEWAY)
                .forEach(node -> partitions.stream().forEach(partition -> questions.nameOwner(node, partition)));
        sequencer.release(gone.negate());
        cursors.forget(gone);
        loop.run(questions::resume); // when it is known what is this node's again, and nothing old is remembered of it
    }

    @Override
    public void cutOff(boolean now) {
        flush();
        beacons.sayToAll();
    }

    @Override
    public void resumed() {
        metrics.resumed();
        sequencer.resume();
        questions.resume();
    }

    /** A message from the event bus; on the loop. */
    public void handle(BusMessage message) {
        if (message instanceof ToStore.Submit submit) {
            submit(submit);
        } else if (message instanceof ToStore.Probe probe) {
            probed(probe);
        } else if (message instanceof ToStore.Watch watch) {
            watch.rooms().forEach(room -> questions.watch(watch.node(), room));
        } else if (message instanceof ToStore.Unwatch unwatch) {
            unwatch.rooms().forEach(room -> interest.end(room, unwatch.node()));
        } else if (message instanceof ToStore.UnwatchAll unwatch) {
            BitSet partitions = new BitSet();
            unwatch.partitions().forEach(partitions::set);
            interest.end(unwatch.node(), partitions);
        } else if (message instanceof ToStore.Emit emit) {
            tellOwnerUnlessOwn(emit.node(), Partitions.of(emit.signal().room()));
            deliveries.signal(emit.signal());
        } else if (message instanceof ToStore.AskPlace asked) {
            questions.ask(asked);
        } else if (message instanceof ToStore.Moves moves) {
            cursorQuestions.move(moves);
        } else if (message instanceof ToStore.AskCursors asked) {
            cursorQuestions.ask(asked);
        } else if (message instanceof ToStore.AskStandings asked) {
            cursorQuestions.ask(asked);
        } else if (message instanceof RoomMessage.AskRooms asked) {
            cursorQuestions.ask(asked);
        } else if (message instanceof ToStore.Given) {
            ownership.look();
        } else if (message instanceof ToStore.Heard heard) {
            heard(heard);
        } else if (message instanceof ToStore.Read read) {
            questions.read(read);
        } else if (!memberQuestions.handle(message) && !(message instanceof BusMessage.Unreadable)) {
            LOG.warn(
                    "a message that is not for a message store: {}",
                    message.getClass().getSimpleName());
        }
    }

    /** What those who look after this node may ask. */
    StoreState state() {
        return new StoreState(view, ownership, sequencer, interest, outflows);
    }

    /** The members of the cluster changed; on the loop. */
    public void membersChanged() {
        ownership.look();
        beacons.lookAtMembers();
    }

    private void submit(ToStore.Submit submit) {
        for (ToStore.Part part : submit.parts()) {
            tellOwnerUnlessOwn(submit.node(), part.partition());
        }
        List<Submission> taken = intake.take(submit, loop.now());
        if (log.isWritable()) {
            sequencer.submit(taken);
        } else {
            taken.forEach(submission -> intake.answer(new Outcome(
                    submission.replyTo(),
                    submission.room(),
                    null,
                    0,
                    0,
                    false,
                    ErrorCode.UNAVAILABLE.text(),
                    "the log cannot be written now",
                    SWEEP_MS)));
        }
    }

    private void probed(ToStore.Probe probe) {
        probe.pipes().forEach(pipe -> tellOwnerUnlessOwn(probe.node(), pipe.partition()));
        intake.probed(probe, loop.now());
    }

    private List<Integer> owned() {
        return IntStream.range(0, Partitions.COUNT)
                .filter(ownership::owned)
                .boxed()
                .toList();
    }

    private void tellOwnerUnlessOwn(String node, int partition) {
        if (!ownership.owned(partition)) {
            questions.tellOwner(node, partition);
        }
    }

    private void stored(List<Entry> entries) {
        cursors.appended(entries);
        announcements.stored(entries);
    }

    private Future<Void> carriedOver(Entry entry) {
        return announcements.carriedOver(entry);
    }

    private void removed(RoomDocument room) {
        cursors.forget(room.room()::equals);
        graves.add(room);
    }

    private void flushSoon() {
        loop.run(this::flush);
    }

    private void flush() {
        deliveries.flush(send::accept);
    }

    private void nextBeacon() {
        flush();
        beacons.next();
    }

    private void heard(ToStore.Heard heard) {
        ownership.heard(heard.node());
        if (outflows.heard(heard)) {
            flush();
            beacons.say(heard.node()); // which shows the gateway what was left out
        }
    }

    private void sweep() {
        lookAtStandstill();
        metrics.holds(sequencer.rooms(), sequencer.waitingBytes());
        intake.expire(loop.now());
        cursors.forgetUnused();
    }

    private void forgetUnused() {
        sequencer.forgetUnused(wallClock.getAsLong() - UNUSED_MS, interest::in);
    }

    /** What waited because of a standstill is written once that is over. */
    private void lookAtStandstill() {
        boolean lasts = ownership.lasts();
        if (standstill.isDoubtful()) {
            doubted = true;
        } else if (doubted && lasts) {
            doubted = false;
            sequencer.resume();
        }
    }

    private void probe() {
        if (!ownership.lasts()) {
            return;
        }
        int part = ++probes % PROBE_PARTS;
        sequencer
                .probe(interest.rooms(partition -> partition % PROBE_PARTS == part))
                .onFailure(e -> DamagedEntries.warnUnlessSaid(LOG, "the logs cannot be probed", e));
    }
}
