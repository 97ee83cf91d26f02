package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage.AskMadeRooms;
import io.seqway.protocol.bus.RoomMessage.AskMemberships;
import io.seqway.protocol.bus.RoomMessage.AskRights;
import io.seqway.protocol.bus.RoomMessage.MadeRoom;
import io.seqway.protocol.bus.RoomMessage.MadeRooms;
import io.seqway.protocol.bus.RoomMessage.Manage;
import io.seqway.protocol.bus.RoomMessage.Managed;
import io.seqway.protocol.bus.RoomMessage.Rights;
import io.seqway.protocol.bus.RoomMessage.RoomMember;
import io.seqway.protocol.bus.RoomMessage.RoomNames;
import io.seqway.protocol.bus.RoomMessage.RoomRight;
import io.seqway.protocol.bus.RoomMessage.RoomUser;
import io.seqway.protocol.bus.StreamMessage.Refused;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.member.Member;
import io.seqway.store.member.RoomDocument;
import io.seqway.store.member.RoomStore;
import io.seqway.store.ownership.Ownership;
import io.seqway.store.room.OwnEntries;
import io.seqway.store.room.RoomRegistry;
import io.seqway.store.sequence.Sequencer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways ask about rooms that were made and their members. What a room is now only its owner says, and only while its
 * lease lasts; lists of rooms are read from what is stored, by any node.
 */
final class MemberQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(MemberQuestions.class);

    private final Ownership ownership;
    private final Sequencer sequencer;
    private final RoomRegistry registry;
    private final RoomStore store;
    private final RoomQuestions rooms;
    private final BiConsumer<String, BusMessage> send;

    /** @param send sends a message to a gateway node, by its id */
    MemberQuestions(
            Ownership ownership,
            Sequencer sequencer,
            RoomRegistry registry,
            RoomStore store,
            RoomQuestions rooms,
            BiConsumer<String, BusMessage> send) {
        this.ownership = ownership;
        this.sequencer = sequencer;
        this.registry = registry;
        this.store = store;
        this.rooms = rooms;
        this.send = send;
    }

    /** Whether the message was one of those that it answers. */
    boolean handle(BusMessage message) {
        if (message instanceof AskRights asked) {
            ask(asked);
        } else if (message instanceof AskMemberships asked) {
            ask(asked);
        } else if (message instanceof AskMadeRooms asked) {
            ask(asked);
        } else if (message instanceof Manage asked) {
            ask(asked);
        } else {
            return false;
        }
        return true;
    }

    private void ask(AskRights asked) {
        List<String> names = asked.asked().stream().map(RoomUser::room).toList();
        ofOwn(
                asked.replyTo(),
                names,
                () -> rights(asked.asked()).map(found -> new Rights(asked.replyTo(), found, null)),
                error -> new Rights(asked.replyTo(), null, error));
    }

    private Future<List<RoomRight>> rights(List<RoomUser> asked) {
        List<Future<RoomRight>> each = asked.stream()
                .map(one -> sequencer.roster(one.room()).map(roster -> roster.right(one.room(), one.user())))
                .toList();
        return Future.all(each).map(all -> each.stream().map(Future::result).toList());
    }

    private void ask(Manage asked) {
        ofOwn(
                asked.replyTo(),
                List.of(asked.room()),
                () -> managed(asked)
                        .recover(e -> e instanceof Refusal refusal
                                ? Future.succeededFuture(refused(asked.replyTo(), refusal))
                                : Future.failedFuture(e)),
                error -> new Managed(asked.replyTo(), null, null, false, null, error));
    }

    private Future<BusMessage> managed(Manage asked) {
        return switch (asked.what()) {
            case Manage.MAKE -> registry.make(asked).map(room -> answer(asked, room));
            case Manage.SHOW -> registry.show(asked).map(room -> answer(asked, room));
            case Manage.CHANGE -> registry.change(asked).map(room -> answer(asked, room));
            case Manage.REMOVE -> registry.remove(asked).map(removed -> answer(asked, null));
            case Manage.MEMBERS -> registry.members(asked).map(found -> members(asked, found));
            default -> Future.failedFuture(Refusal.badRequest("this version cannot do that with a room"));
        };
    }

    private static BusMessage answer(Manage asked, MadeRoom room) {
        return new Managed(asked.replyTo(), room, null, false, null, null);
    }

    private static BusMessage members(Manage asked, List<Member> found) {
        List<RoomMember> page = found.stream()
                .limit(asked.limit())
                .map(member -> new RoomMember(member.user(), member.role().text(), member.seq()))
                .toList();
        return new Managed(asked.replyTo(), null, page, found.size() > page.size(), null, null);
    }

    private static BusMessage refused(ReplyTo to, Refusal refusal) {
        Refused refused =
                new Refused(refusal.code().text(), refusal.getMessage(), refusal.limit(), refusal.retryAfterMs());
        return new Managed(to, null, null, false, refused, null);
    }

    private void ask(AskMemberships asked) {
        anybody(
                asked.replyTo(),
                () -> store.roomsOf(asked.user(), asked.after(), asked.limit() + 1)
                        .map(found -> {
                            List<String> page =
                                    found.stream().limit(asked.limit()).toList();
                            return new RoomNames(asked.replyTo(), page, found.size() > page.size(), null);
                        }),
                error -> new RoomNames(asked.replyTo(), null, false, error));
    }

    private void ask(AskMadeRooms asked) {
        anybody(
                asked.replyTo(),
                () -> asked.user() == null ? all(asked) : ofUser(asked),
                error -> new MadeRooms(asked.replyTo(), null, null, error));
    }

    private Future<BusMessage> all(AskMadeRooms asked) {
        return store.rooms(asked.after(), asked.limit() + 1).map(found -> {
            List<MadeRoom> page = found.stream()
                    .limit(asked.limit())
                    .map(MemberQuestions::listed)
                    .toList();
            String cursor =
                    found.size() > page.size() ? page.get(page.size() - 1).room() : null;
            return new MadeRooms(asked.replyTo(), page, cursor, null);
        });
    }

    /** A page may be shorter than asked for, since some of the rooms were removed. */
    private Future<BusMessage> ofUser(AskMadeRooms asked) {
        return store.roomsOf(asked.user(), asked.after(), asked.limit() + 1).compose(names -> {
            List<String> page = names.stream().limit(asked.limit()).toList();
            Future<Map<String, RoomDocument>> documents =
                    page.isEmpty() ? Future.succeededFuture(Map.of()) : store.byNames(page);
            return documents.map(found -> new MadeRooms(
                    asked.replyTo(),
                    page.stream()
                            .map(found::get)
                            .filter(room -> room != null && !room.isGone())
                            .map(MemberQuestions::listed)
                            .toList(),
                    names.size() > page.size() ? page.get(page.size() - 1) : null,
                    null));
        });
    }

    private static MadeRoom listed(RoomDocument room) {
        return new MadeRoom(
                room.room(),
                room.access(),
                room.title(),
                room.metadata(),
                room.retention(),
                room.createdAt(),
                null,
                null,
                0,
                0);
    }

    private void anybody(ReplyTo to, Supplier<Future<BusMessage>> look, Function<String, BusMessage> refuse) {
        look.get().onSuccess(found -> send.accept(to.node(), found)).onFailure(e -> {
            LOG.warn("the rooms of a user cannot be read: {}", e.toString());
            send.accept(to.node(), refuse.apply(ErrorCode.UNAVAILABLE.text()));
        });
    }

    /**
     * @param names rooms that must be this node's
     * @param look finds the answer, or does what is asked for
     * @param refuse says an error code instead
     */
    private void ofOwn(
            ReplyTo to, List<String> names, Supplier<Future<BusMessage>> look, Function<String, BusMessage> refuse) {
        List<String> foreign =
                names.stream().filter(name -> !ownership.owns(name)).toList();
        if (!foreign.isEmpty()) {
            foreign.forEach(name -> rooms.tellOwner(to.node(), Partitions.of(name)));
            send.accept(to.node(), refuse.apply(BusMessage.NOT_OWNER));
        } else if (!ownership.lasts()) {
            rooms.hold(() -> ofOwn(to, names, look, refuse));
        } else {
            look.get()
                    .onSuccess(found -> {
                        if (ownership.lasts()) {
                            send.accept(to.node(), found);
                        } else {
                            rooms.hold(() -> ofOwn(to, names, look, refuse));
                        }
                    })
                    .onFailure(e -> {
                        boolean others = OwnEntries.isOthers(e);
                        if (!others) {
                            DamagedEntries.warnUnlessSaid(LOG, "a room cannot be looked at", e);
                        }
                        String error = others ? BusMessage.NOT_OWNER : ErrorCode.UNAVAILABLE.text();
                        send.accept(to.node(), refuse.apply(error));
                    });
        }
    }
}
