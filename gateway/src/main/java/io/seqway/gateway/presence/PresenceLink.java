package io.seqway.gateway.presence;

import io.seqway.gateway.session.Session;
import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.bus.PresenceMessage.Connected;
import io.seqway.protocol.bus.PresenceMessage.PresenceChange;
import io.seqway.protocol.bus.PresenceMessage.Present;
import io.seqway.protocol.bus.PresenceMessage.PresentUser;
import io.seqway.protocol.bus.PresenceMessage.SayAgain;
import io.seqway.protocol.bus.PresenceMessage.Who;
import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.cluster.Role;
import io.seqway.protocol.frame.ClientFrame;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What one hub tells presence of its connections, and what it tells them of presence. Nothing waits for it: while
 * presence cannot tell, messages flow on.
 */
public final class PresenceLink {
    /** How often {@link #refresh} is to be called, in ms. */
    public static final long REFRESH_MS = 500;

    /** All that is here is said again once a minute: a store may have lost a part of it that nobody noticed. */
    private static final int REFRESH_PARTS = 120;

    private static final int RENEW_PARTS = (int) (SourceLease.RENEW_MS / REFRESH_MS);

    private static final long DIFF_MS = 250;
    private static final long CROWD_DIFF_MS = 500;
    private static final int CROWD = 200;
    private static final long RETRY_AFTER_MS = 1_000;

    private final EventLoop loop;
    private final PresenceBus bus;
    private final BiConsumer<String, Connected> sender;
    private final RoomParts rooms = new RoomParts(REFRESH_PARTS);
    private final ServingNodes serving;
    private final SourceLease lease;
    private final Announcements announcements;
    private final Pictures pictures;
    private final LastSeen lastSeen;
    private int refreshes;

    /**
     * @param hub names this hub among all hubs of the cluster
     * @param sender sends to an address without waiting for an answer
     */
    public PresenceLink(
            EventLoop loop, ClusterView view, PresenceBus bus, BiConsumer<String, Connected> sender, String hub) {
        this.loop = loop;
        this.bus = bus;
        this.sender = sender;
        this.serving = new ServingNodes(view, bus, this::moveRooms);
        this.lease =
                new SourceLease(view, bus, hub, this::sayAll, () -> rooms.all().forEach(this::showAll));
        this.announcements = new Announcements(
                loop, bus, lease, this::node, node -> view.nodes(Role.PRESENCE).contains(node));
        this.pictures = new Pictures(this::picture);
        this.lastSeen = new LastSeen(view, bus);
    }

    /**
     * A connection joined a room.
     *
     * @param viewer whether it wants to be told of the others
     */
    public void joined(Session session, String room, boolean viewer) {
        RoomPresence present = rooms.computeIfAbsent(room, r -> new RoomPresence(r, node(r)));
        present.add(session, viewer);
        say(present, session);
        if (viewer) {
            pictures.show(present, Set.of(session));
        }
    }

    /** A connection left a room. */
    public void left(Session session, String room) {
        RoomPresence present = rooms.get(room);
        if (present != null && present.has(session.userId())) {
            present.remove(session);
            say(present, session);
            if (present.isEmpty()) {
                rooms.remove(room);
                pictures.forget(present);
            }
        }
    }

    /** The user of a connection has set a status there. */
    public void stated(Session session) {
        for (String room : session.rooms().keySet()) {
            RoomPresence present = rooms.get(room);
            if (present != null && present.has(session.userId())) {
                say(present, session);
            }
        }
    }

    /** The connection lagged behind in a room, and does not any more: what it was not told comes with the picture. */
    public void caughtUp(Session session, String room) {
        RoomPresence present = rooms.get(room);
        if (present != null && present.isViewer(session)) {
            pictures.show(present, Set.of(session));
        }
    }

    /**
     * Answers a client's question.
     *
     * @return completes once the answer is written, or its failure
     */
    public Future<?> answer(Session session, ClientFrame.Presence asked) {
        return ask(asked.room(), asked.users(), asked.cursor(), asked.limit())
                .onSuccess(present -> session.write(PresenceFrames.presence(asked.id(), asked.room(), present)))
                .onFailure(e -> session.refuse(asked.id(), unavailable(), asked.room(), null));
    }

    /**
     * Asks who is in a room, on behalf of somebody who wants it now.
     *
     * @param users these, whether they are online or not; empty for all who are
     * @param cursor behind this user, or {@code null}
     * @param limit users of a page; 0 for all, or the first page if they are too many
     * @return fails with a {@link Refusal} while nobody can tell
     */
    public Future<Present> ask(String room, List<String> users, String cursor, int limit) {
        if (!users.isEmpty()) {
            return who(new Who(room, users, null, 0)).compose(present -> withAbsent(present, users));
        }
        if (limit > 0 || cursor != null) {
            int most = limit > 0 ? limit : Limits.MAX_PRESENCE_PAGE;
            return who(new Who(room, List.of(), cursor, most));
        }
        return who(new Who(room))
                .compose(present -> present.partial()
                        ? who(new Who(room, List.of(), null, Limits.MAX_PRESENCE_PAGE))
                        : Future.succeededFuture(present));
    }

    private Future<Present> withAbsent(Present present, List<String> users) {
        List<PresentUser> all = new ArrayList<>(present.users());
        Set<String> online = Set.copyOf(all.stream().map(PresentUser::user).toList());
        List<String> absent =
                users.stream().distinct().filter(user -> !online.contains(user)).toList();
        return lastSeen.of(absent).map(at -> {
            absent.forEach(user -> all.add(new PresentUser(user, null, 0, at.getOrDefault(user, 0L), "offline", null)));
            return new Present(present.room(), all, present.total(), false, null, present.revision());
        });
    }

    private Future<Present> who(Who question) {
        announcements.flush(); // who has just joined is in the picture
        String node = node(question.room());
        if (node == null) {
            return Future.failedFuture(unavailable());
        }
        return bus.askPresence(node, question)
                .transform(reply ->
                        reply.succeeded() && reply.result() instanceof Present present && present.users() != null
                                ? Future.succeededFuture(present)
                                : Future.failedFuture(unavailable()));
    }

    /** Says which connections users of a partition have, if there is anybody to say it to. */
    public void connected(int partition, Connected connected) {
        String node = Partitions.owner(partition, serving.nodes());
        if (node != null) {
            sender.accept(Addresses.presence(node), connected);
        }
    }

    /** Somebody came or went in a room of this hub, or is otherwise than before. */
    public void changed(PresenceChange change) {
        RoomPresence room = rooms.get(change.room());
        if (room == null || room.viewers().isEmpty()) {
            return;
        }
        RoomChanges.Effect effect = room.changes().heard(change);
        if (effect == RoomChanges.Effect.PICTURE) {
            showAll(room);
        }
        if (effect != RoomChanges.Effect.NONE && room.changes().due()) {
            long delayMs = room.changes().total() > CROWD ? CROWD_DIFF_MS : DIFF_MS;
            loop.after(delayMs, () -> tell(room));
        }
    }

    private void tell(RoomPresence room) {
        if (room.changes().tell()) {
            room.tell(room.changes().take(room.room()), session -> pictures.show(room, Set.of(session)));
        }
    }

    /**
     * A node of presence may have lost what it was told, and what it told.
     *
     * @return completes when it has taken all that is said again
     */
    public Future<Void> again(SayAgain said) {
        serving.heard(said.node());
        lease.renew();
        announcements.resume();
        boolean changesLost = said.node().equals(lease.node());
        for (RoomPresence room : rooms.all()) {
            boolean own = said.node().equals(node(room.room()));
            if (own) {
                room.all().forEach(announcements::say);
            }
            if (own || changesLost) {
                showAll(room);
            }
        }
        return announcements.taken();
    }

    /** The members of the cluster changed. */
    public void membersChanged() {
        serving.look();
        lease.renew();
        moveRooms();
    }

    /** Who serves a room from now on has to know of it. */
    private void moveRooms() {
        for (RoomPresence room : rooms.all()) {
            if (room.movedTo(node(room.room()))) {
                room.all().forEach(announcements::say);
            }
        }
        announcements.flush();
    }

    /** Renews the lease, and says a small part of all again; to be called every {@link #REFRESH_MS}. */
    public void refresh() {
        serving.look();
        int part = refreshes++ % REFRESH_PARTS;
        if (part % RENEW_PARTS == 0 || !lease.held()) {
            lease.renew();
        }
        rooms.part(part).forEach(room -> room.all().forEach(announcements::say));
        pictures.retry();
    }

    private void sayAll() {
        rooms.all().forEach(room -> room.all().forEach(announcements::say));
        announcements.resume();
        pictures.retry();
    }

    /** Before anything can be said of those who are here, they would be missing in it. */
    private Future<Present> picture(String room) {
        return lease.held() ? who(new Who(room)) : Future.failedFuture(unavailable());
    }

    private void showAll(RoomPresence room) {
        pictures.show(room, room.viewers());
    }

    private void say(RoomPresence room, Session session) {
        announcements.say(room.arrival(session.userId(), session.identity().name()));
    }

    /** The presence node that hears all of a room, or {@code null} if there is none. */
    private String node(String room) {
        return Partitions.owner(Partitions.of(room), serving.nodes());
    }

    private static Refusal unavailable() {
        return new Refusal(ErrorCode.UNAVAILABLE, "presence is not available now", null, RETRY_AFTER_MS);
    }
}
