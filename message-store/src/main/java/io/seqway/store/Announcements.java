package io.seqway.store;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Ends;
import io.seqway.protocol.bus.RoomMessage.Memberships;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Epochs;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.store.delivery.Deliveries;
import io.seqway.store.interest.Interest;
import io.seqway.store.log.Entry;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.room.RoomRegistry;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells gateway nodes of members that came and went, and of rooms that were made and removed. */
final class Announcements implements RoomRegistry.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final int USERS = 500;
    private static final String REMOVED = "removed from the room";
    private static final String GONE = "the room was removed";

    private final ClusterView view;
    private final String token;
    private final Interest interest;
    private final Deliveries deliveries;
    private final Sequencer sequencer;
    private final Predicate<String> owns;
    private final Consumer<RoomDocument> due;
    private final BiConsumer<String, BusMessage> send;

    /**
     * @param token names this database's logs
     * @param owns whether a room is this node's now
     * @param due gets the documents of rooms that something is to be done for
     * @param send sends a message to a gateway node, by its id
     */
    Announcements(
            ClusterView view,
            String token,
            Interest interest,
            Deliveries deliveries,
            Sequencer sequencer,
            Predicate<String> owns,
            Consumer<RoomDocument> due,
            BiConsumer<String, BusMessage> send) {
        this.view = view;
        this.token = token;
        this.interest = interest;
        this.deliveries = deliveries;
        this.sequencer = sequencer;
        this.owns = owns;
        this.due = due;
        this.send = send;
    }

    /** Entries that a majority has: who is a member no more hears it at once. */
    void stored(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.isMember() && Member.of(entry).role() == null) {
                tell(entry);
            }
        }
    }

    /**
     * The entry of a member is carried over: whoever looks up the rooms of the user from now on finds it, and who has done
     * so before hears of it now, unless that is over again.
     *
     * @return fails if it is not known whether it is over
     */
    Future<Void> carriedOver(Entry entry) {
        Member member = Member.of(entry);
        if (member.role() == null) {
            return Future.succeededFuture();
        }
        if (!owns.test(entry.log().room())) {
            tell(entry); // else nobody would: the next owner finds nothing left to do
            return Future.succeededFuture();
        }
        return sequencer
                .roster(entry.log().room())
                .onSuccess(roster -> {
                    boolean still = roster.isMade()
                            && !roster.isGone()
                            && roster.document().incarnation() == entry.log().incarnation()
                            && roster.since(member.user()) == member.seq();
                    if (still) {
                        tell(entry);
                    }
                })
                .mapEmpty();
    }

    private void tell(Entry entry) {
        Member member = Member.of(entry);
        RoomRole role = member.role();
        String epoch = Epochs.of(token, entry.log().incarnation());
        tell(new Memberships(
                entry.log().room(),
                epoch,
                entry.seq(),
                role == null ? null : role.text(),
                List.of(member.user()),
                role == null ? REMOVED : null));
    }

    private void tell(Memberships said) {
        view.nodes(Role.GATEWAY).forEach(node -> send.accept(node, said));
    }

    @Override
    public void renewed(String room) {
        sequencer
                .ends(room)
                .onSuccess(page -> {
                    interest.at(room, page.epoch(), page.head());
                    interest.nodes(room)
                            .forEach(node ->
                                    deliveries.ends(node, new Ends(room, page.epoch(), page.floor(), page.head())));
                })
                .onFailure(e -> LOG.debug("where room {} ends is told later: {}", room, e.toString()));
    }

    @Override
    public void removed(RoomDocument removed, List<String> members) {
        String epoch = Epochs.of(token, removed.incarnation());
        for (int from = 0; from < members.size(); from += USERS) {
            List<String> some = members.subList(from, Math.min(members.size(), from + USERS));
            tell(new Memberships(removed.room(), epoch, 0, null, List.copyOf(some), GONE));
        }
        due.accept(removed);
    }
}
