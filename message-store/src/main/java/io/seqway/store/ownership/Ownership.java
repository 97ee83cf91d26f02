package io.seqway.store.ownership;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.loop.EventLoop;
import io.seqway.store.ownership.Assignment.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions this node owns. The database decides (docs/architecture.md, "Who owns a partition"): this node beats
 * there, reads the assignment, and changes it by compare-and-set where an owner is gone or a partition should be another
 * node's. Between two beats it serves by its own monotonic clock, and no longer than its lease. Two nodes may still both
 * write for a while: the unique names of the log's entries keep that safe.
 */
public final class Ownership {
    /** Every how many ms a node beats. */
    public static final long BEAT_MS = 400;

    /** For how many ms after sending its last good beat a node serves. */
    public static final long LEASE_MS = 6_000;

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
    /** Others wait longer than the owner serves, should its clock be slow. */
    private static final long SILENT_MS = LEASE_MS + LEASE_MS / 10;
    /** A node that the cluster lost has stopped, most likely: beats left out say so. */
    private static final long SILENT_OUT_OF_VIEW_MS = 3 * BEAT_MS;
    /** After how long there is no doubt that the other half of a cut cluster lives. */
    private static final long CUT_OFF_MS = SILENT_OUT_OF_VIEW_MS + 2 * BEAT_MS;
    /** How much there is between beats if a database is so slow that the last one has not come back. */
    private static final long SLOW_BEAT_MS = 1_500;

    private static final long FORGOTTEN_MS = 60_000;
    private static final int MAX_UNDER_WAY = 4;
    private static final long CONTEST_MS = 50;
    private static final long LOOK_MS = 100;
    private static final int GIFT_TRIES = 3;
    /** So long a node may take what it was given, and say so itself, before others are sent to it. */
    private static final long HANDOVER_MS = 250;

    private final EventLoop loop;
    private final ReachedView view;
    private final OwnershipStore store;
    private final Leases leases = new Leases(2 * BEAT_MS);
    private final Proposal proposal;
    private final CutOff cutOff;
    private final Pauses pauses = new Pauses();
    private final Promise<Void> first = Promise.promise();
    private OwnershipListener listener;
    private Assignment assignment = Assignment.NOBODY;
    private BitSet owned = new BitSet();
    private long beats;
    private long sentAt;
    private long servingUntil = Long.MIN_VALUE;
    private int underWay;
    private long lastGood;
    private boolean giving;
    private boolean leaving;
    private boolean lookingSoon;
    private volatile boolean serving;
    private volatile boolean unanswered;

    public Ownership(EventLoop loop, ClusterView members, OwnershipStore store) {
        this.loop = loop;
        this.view = new ReachedView(
                members, 2 * BEAT_MS, node -> !leases.quiet(node, SILENT_OUT_OF_VIEW_MS), node -> assignment
                        .ownedBy(node)
                        .cardinality());
        this.store = store;
        Halves halves = new Halves(view, leases, SILENT_MS, SILENT_OUT_OF_VIEW_MS);
        this.proposal = new Proposal(view.self(), leases, halves, SILENT_MS, SILENT_OUT_OF_VIEW_MS, view::hasAnswered);
        this.cutOff = new CutOff(view, halves, view::standsAside, CUT_OFF_MS, BEAT_MS);
    }

    /**
     * Begins to beat; on the loop.
     *
     * @return completes with the first good beat, when what this node should own is its own, if nobody else has it
     */
    public Future<Void> start(OwnershipListener whoHears) {
        listener = whoHears;
        beat();
        loop.every(BEAT_MS, this::nextBeat);
        return first.future();
    }

    /**
     * Gives everything to the other nodes and takes the lease away: for a planned stop. It owns nothing when this
     * completes, also if nobody could be given it: then others take it as they would from a node that is gone.
     */
    public Future<Void> leave() {
        leaving = true;
        if (!begun()) {
            return Future.succeededFuture();
        }
        return listener.giving(owned())
                .onFailure(e -> LOG.warn("left amid writes: {}", e.toString()))
                .eventually(() -> giveAll(assignment, GIFT_TRIES).onSuccess(now -> assignment = now))
                .onFailure(e -> LOG.warn("the partitions could not be given away: {}", e.toString()))
                .eventually(() -> {
                    servingUntil = Long.MIN_VALUE;
                    serving = false;
                    BitSet lost = owned;
                    owned = new BitSet();
                    LOG.info("{} partitions are left to other nodes", lost.cardinality());
                    listener.lost(lost);
                    listener.given();
                    return store.remove(List.of(view.self()));
                });
    }

    /**
     * Until it is over this node goes by what it owned before: whoever heard it name itself in the epoch of the next owner
     * would not believe that one.
     *
     * @return who owns what now
     */
    private Future<Assignment> giveAll(Assignment from, int tries) {
        List<String> others = new ArrayList<>(view.nodes(Role.MESSAGE_STORE));
        others.remove(view.self());
        Map<Integer, String> gifts = proposal.gifts(from, others);
        if (gifts.isEmpty() || tries == 0) {
            return Future.succeededFuture(from);
        }
        Assignment next = from.with(gifts);
        return store.leave(view.self(), next)
                .compose(replaced -> replaced
                        ? handOver(gifts).map(next)
                        : store.beat(view.self(), ++beats, view.unheard())
                                .compose(standing -> giveAll(standing.assignment(), tries - 1)));
    }

    private Future<Void> handOver(Map<Integer, String> gifts) {
        listener.gave(Set.copyOf(gifts.values()));
        Promise<Void> taken = Promise.promise();
        loop.after(HANDOVER_MS, taken::complete);
        return taken.future();
    }

    /** Something may have changed, so beats and looks soon, and not only when it is time again; on the loop. */
    public void look() {
        if (!begun()) {
            return;
        }
        long soon = sentAt + LOOK_MS - loop.now();
        if (soon <= 0) {
            beat();
        } else if (!lookingSoon) {
            lookingSoon = true;
            loop.after(soon, () -> {
                lookingSoon = false;
                look();
            });
        }
    }

    private boolean begun() {
        return listener != null;
    }

    /** A node has answered what this one said to it: a beacon; on the loop. */
    public void heard(String node) {
        view.heard(node);
    }

    /** Whether the room is this node's, as far as it knows; it may have to be silent about it for now. */
    public boolean owns(String room) {
        return owned(Partitions.of(room));
    }

    /** As {@link #owns}, of a partition. */
    public boolean owned(int partition) {
        return owned.get(partition);
    }

    /** Whether the lease lasts: without it nothing is said of any room, and no write is begun. */
    public boolean lasts() {
        boolean lasts = loop.now() < servingUntil;
        serving = lasts;
        return lasts;
    }

    /** As {@link #lasts} was when it was asked last; on any thread. */
    public boolean lasted() {
        return serving;
    }

    /** Whether nodes that this one cannot reach own the rooms; on any thread. */
    public boolean isCutOff() {
        return cutOff.is();
    }

    /** Whether there are other nodes, and none of them has answered yet; on any thread. */
    public boolean isUnanswered() {
        return unanswered;
    }

    /** Who owns a partition, as far as this node knows. */
    public Owner owner(int partition) {
        return assignment.owner(partition);
    }

    /** The partitions that are this node's, as far as it knows. */
    public BitSet owned() {
        return (BitSet) owned.clone();
    }

    private void nextBeat() {
        view.look(loop.now());
        pauses.look(loop.now());
        if (lastGood > 0 && !leaving && !lasts()) {
            pauses.begin();
        }
        if (underWay == 0 || loop.now() - sentAt >= SLOW_BEAT_MS) {
            beat();
        }
    }

    /** Begun anew each time, whether or not the last one has ended: a store that is slow is no store that is away. */
    private void beat() {
        if (underWay >= MAX_UNDER_WAY || leaving) {
            return;
        }
        underWay++;
        long number = ++beats;
        long at = loop.now();
        sentAt = at;
        store.beat(view.self(), number, view.unheard())
                .onComplete(beaten -> underWay--)
                .onSuccess(standing -> standing(standing, number, at))
                .onFailure(pauses::failed);
    }

    private void standing(OwnershipStore.Standing standing, long number, long at) {
        if (leaving || number < lastGood) {
            return;
        }
        lastGood = number;
        boolean paused = !lasts();
        servingUntil = at + LEASE_MS;
        lasts();
        leases.look(standing.beats(), loop.now());
        view.said(standing.unheard());
        unanswered = view.isUnanswered(node -> leases.beats(node, SILENT_MS));
        adopt(standing.assignment());
        propose();
        if (cutOff.look(assignment, loop.now())) {
            listener.cutOff(cutOff.is());
        }
        pauses.end();
        if (paused) {
            listener.resumed();
        }
        removeForgotten();
    }

    private void adopt(Assignment read) {
        if (read.version() < assignment.version()) {
            return;
        }
        BitSet lost = (BitSet) owned.clone();
        BitSet mine = read.ownedBy(view.self());
        lost.andNot(mine);
        BitSet acquired = (BitSet) mine.clone();
        acquired.andNot(owned);
        for (int partition : mine.stream().toArray()) {
            if (owned.get(partition) && isNewEpoch(partition, read)) {
                lost.set(partition);
                acquired.set(partition);
            }
        }
        owned = mine;
        assignment = read;
        if (!lost.isEmpty()) {
            LOG.info("{} partitions went to other nodes", lost.cardinality());
            listener.lost(lost);
        }
        if (!acquired.isEmpty()) {
            LOG.info("{} partitions are this node's now", acquired.cardinality());
            listener.acquired(acquired);
        }
    }

    /** The partition was this node's, another's and this node's again, since it looked last. */
    private boolean isNewEpoch(int partition, Assignment read) {
        return assignment.owner(partition).epoch() != read.owner(partition).epoch();
    }

    private void propose() {
        Map<Integer, String> changes = proposal.changes(assignment, view);
        if (changes.isEmpty()) {
            first.tryComplete();
            return;
        }
        BitSet gifts = new BitSet();
        changes.keySet().forEach(partition -> gifts.set(partition, owned.get(partition)));
        if (gifts.cardinality() < changes.size()) {
            changes.keySet().removeIf(gifts::get); // what is taken need not wait for what is given
            replace(assignment.with(changes), Map.of());
        } else if (!giving) {
            giving = true;
            Assignment next = assignment.with(changes);
            listener.giving(gifts)
                    .compose(settled -> leaving || next.version() != assignment.version() + 1
                            ? Future.succeededFuture()
                            : replace(next, changes))
                    .onComplete(given -> {
                        giving = false;
                        if (!leaving) {
                            listener.given();
                        }
                    });
        }
    }

    /** @param gifts what this node gives away by that, and to whom */
    private Future<Void> replace(Assignment next, Map<Integer, String> gifts) {
        return store.replace(next)
                .compose(replaced ->
                        replaced && !gifts.isEmpty() ? handOver(gifts).map(true) : Future.succeededFuture(replaced))
                .onSuccess(replaced -> {
                    if (replaced && !leaving) {
                        adopt(next);
                        first.tryComplete();
                    } else {
                        loop.after(CONTEST_MS, this::look);
                    }
                })
                .onFailure(e -> LOG.warn("the assignment of partitions cannot be changed now: {}", e.toString()))
                .mapEmpty();
    }

    private void removeForgotten() {
        Set<String> kept = new HashSet<>(view.nodes(Role.MESSAGE_STORE));
        assignment.owners().forEach(owner -> kept.add(owner.node()));
        List<String> forgotten = leases.quiet(FORGOTTEN_MS, kept);
        if (!forgotten.isEmpty()) {
            store.remove(forgotten).onFailure(e -> LOG.debug("old leases cannot be removed: {}", e.toString()));
        }
    }
}
