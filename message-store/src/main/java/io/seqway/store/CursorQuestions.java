package io.seqway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore;
import io.seqway.protocol.bus.FromStore.Standings;
import io.seqway.protocol.bus.ReplyTo;
import io.seqway.protocol.bus.RoomMessage.AskRooms;
import io.seqway.protocol.bus.RoomMessage.RoomNames;
import io.seqway.protocol.bus.ToStore.AskCursors;
import io.seqway.protocol.bus.ToStore.AskStandings;
import io.seqway.protocol.bus.ToStore.Move;
import io.seqway.protocol.bus.ToStore.Moves;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.Standing;
import io.seqway.store.cursor.Cursors;
import io.seqway.store.log.DamagedEntries;
import io.seqway.store.member.RoomStore;
import io.seqway.store.ownership.Ownership;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways say and ask about how far users are. As of all that is in rooms, only their owner speaks of it, and only
 * while its lease lasts.
 */
final class CursorQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(CursorQuestions.class);

    private final Ownership ownership;
    private final Cursors cursors;
    private final RoomStore members;
    private final RoomQuestions rooms;
    private final BiConsumer<String, BusMessage> send;

    /** @param send sends a message to a gateway node, by its id */
    CursorQuestions(
            Ownership ownership,
            Cursors cursors,
            RoomStore members,
            RoomQuestions rooms,
            BiConsumer<String, BusMessage> send) {
        this.ownership = ownership;
        this.cursors = cursors;
        this.members = members;
        this.rooms = rooms;
        this.send = send;
    }

    /** Who has moved in the rooms that are this node's. The gateway says the others to their owner, once it knows that. */
    void move(Moves moves) {
        for (Move move : moves.moves()) {
            move(moves.node(), move);
        }
    }

    private void move(String node, Move move) {
        if (!ownership.owns(move.room())) {
            rooms.tellOwner(node, Partitions.of(move.room()));
        } else if (!ownership.lasts()) {
            rooms.hold(() -> move(node, move));
        } else {
            cursors.move(move)
                    .onFailure(e -> LOG.debug("a cursor in room {} is not moved: {}", move.room(), e.toString()));
        }
    }

    /** Answers with the cursors of a room. */
    void ask(AskCursors asked) {
        answer(
                asked.replyTo(),
                List.of(asked.room()),
                () -> cursors.of(asked.room()).map(all -> {
                    boolean more = all.size() > Limits.MAX_CURSORS;
                    return new FromStore.Cursors(
                            asked.replyTo(), more ? all.subList(0, Limits.MAX_CURSORS) : all, more, null);
                }),
                error -> new FromStore.Cursors(asked.replyTo(), null, false, error));
    }

    /** Answers with how far a user is in rooms. */
    void ask(AskStandings asked) {
        answer(
                asked.replyTo(),
                asked.rooms(),
                () -> standings(asked).map(found -> new Standings(asked.replyTo(), found, null)),
                error -> new Standings(asked.replyTo(), null, error));
    }

    private Future<List<Standing>> standings(AskStandings asked) {
        List<Future<Standing>> each = asked.rooms().stream()
                .map(room -> cursors.standing(asked.user(), room))
                .toList();
        return Future.all(each).map(all -> each.stream()
                .map(Future::result)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Answers with the rooms of a user: of which it is a member, or was ever in. */
    void ask(AskRooms asked) {
        answer(
                asked.replyTo(),
                List.of(),
                () -> roomsOf(asked.user(), asked.after(), asked.limit() + 1).map(found -> {
                    boolean more = found.size() > asked.limit();
                    return new RoomNames(asked.replyTo(), more ? found.subList(0, asked.limit()) : found, more, null);
                }),
                error -> new RoomNames(asked.replyTo(), null, false, error));
    }

    private Future<List<String>> roomsOf(String user, String after, int limit) {
        Future<List<String>> entered = cursors.roomsOf(user, after, limit);
        Future<List<String>> member = members.roomsOf(user, after, limit);
        return Future.all(entered, member)
                .map(both -> Stream.concat(entered.result().stream(), member.result().stream())
                        .sorted()
                        .distinct()
                        .limit(limit)
                        .toList());
    }

    /**
     * @param names rooms that must be this node's
     * @param look finds the answer
     * @param refuse says an error code instead
     */
    private void answer(
            ReplyTo to, List<String> names, Supplier<Future<BusMessage>> look, Function<String, BusMessage> refuse) {
        List<String> foreign =
                names.stream().filter(name -> !ownership.owns(name)).toList();
        if (!foreign.isEmpty()) {
            foreign.forEach(name -> rooms.tellOwner(to.node(), Partitions.of(name)));
            send.accept(to.node(), refuse.apply(BusMessage.NOT_OWNER));
        } else if (!names.isEmpty() && !ownership.lasts()) {
            rooms.hold(() -> answer(to, names, look, refuse));
        } else {
            look.get()
                    .onSuccess(found -> {
                        if (names.isEmpty() || ownership.lasts()) {
                            send.accept(to.node(), found);
                        } else {
                            rooms.hold(() -> answer(to, names, look, refuse));
                        }
                    })
                    .onFailure(e -> {
                        DamagedEntries.warnUnlessSaid(LOG, "cursors cannot be read", e);
                        send.accept(to.node(), refuse.apply(ErrorCode.UNAVAILABLE.text()));
                    });
        }
    }
}
