package io.seqway.gateway.store;

import static java.util.stream.Collectors.groupingBy;

import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Standings;
import io.seqway.protocol.bus.RoomMessage.AskMemberships;
import io.seqway.protocol.bus.RoomMessage.AskRooms;
import io.seqway.protocol.bus.RoomMessage.RoomNames;
import io.seqway.protocol.bus.ToStore.AskStandings;
import io.seqway.protocol.cluster.Partitions;
import io.seqway.protocol.frame.RoomRole;
import io.seqway.protocol.frame.Standing;
import io.seqway.protocol.loop.EventLoop;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rooms of users: which they are, from any message store, and how far the user is in each, from the owners of the
 * rooms, with one question for each partition. Belongs to one event loop.
 */
public final class RoomLists {
    /**
     * A page of the rooms of a user.
     *
     * @param cursor what names the page behind this one, or {@code null}
     */
    public record RoomPage(List<Standing> rooms, String cursor) {}

    private static final int MEMBERSHIPS = 500;

    private final OwnerQuestions<RoomNames> names;
    private final OwnerQuestions<Standings> standings;

    /**
     * @param node this gateway node's id
     * @param hub the index of the hub on the node
     */
    public RoomLists(EventLoop loop, StoreLink link, String node, int hub) {
        String unavailable = "the rooms cannot be read now";
        this.names = new OwnerQuestions<>(loop, link, node, hub, unavailable);
        this.standings = new OwnerQuestions<>(loop, link, node, hub, unavailable);
    }

    /**
     * The rooms of a user, in rising order; fails with a {@link Refusal} if one of them cannot be told.
     *
     * @param after only rooms behind this one, or {@code null}
     * @param limit rooms at the most, from 1
     * @param admitted whether the user may be in a room where that is not its members' alone; the others are left out
     * @param joined rooms that the user has joined just now, which need not be written yet
     */
    public Future<RoomPage> of(
            String user, String after, int limit, Predicate<Standing> admitted, Collection<String> joined, long now) {
        return names.ask(Partitions.of(user), to -> new AskRooms(to, user, after, limit), now)
                .compose(found -> {
                    TreeSet<String> all = new TreeSet<>(found.rooms());
                    joined.stream()
                            .filter(room -> after == null || room.compareTo(after) > 0)
                            .filter(room -> !found.more() || room.compareTo(all.last()) < 0)
                            .forEach(all::add);
                    List<String> page = all.stream().limit(limit).toList();
                    String cursor = found.more() || all.size() > limit ? page.get(page.size() - 1) : null;
                    return in(user, page, now)
                            .map(rooms -> new RoomPage(
                                    rooms.stream()
                                            .filter(admitted)
                                            .map(RoomLists::shown)
                                            .toList(),
                                    cursor));
                });
    }

    /** Who may be in a room without being a member of it is there as one. */
    private static Standing shown(Standing room) {
        return room.role() == null ? room.as(RoomRole.MEMBER.text()) : room;
    }

    /** The rooms that a user is a member of, as many as that; fails with a {@link Refusal}. */
    public Future<List<String>> memberships(String user, int most, long now) {
        return memberships(user, null, most, new ArrayList<>(), now);
    }

    private Future<List<String>> memberships(String user, String after, int most, List<String> found, long now) {
        int limit = Math.min(MEMBERSHIPS, most - found.size());
        return names.ask(Partitions.of(user), to -> new AskMemberships(to, user, after, limit), now)
                .compose(page -> {
                    found.addAll(page.rooms());
                    return page.more() && found.size() < most
                            ? memberships(user, found.get(found.size() - 1), most, found, now)
                            : Future.succeededFuture(found);
                });
    }

    /** How far a user is in rooms, in their order, but for those that are gone; fails with a {@link Refusal} if one of them cannot be told. */
    public Future<List<Standing>> in(String user, List<String> rooms, long now) {
        Map<Integer, List<String>> byPartition = rooms.stream().collect(groupingBy(Partitions::of));
        List<Future<Standings>> asked = byPartition.entrySet().stream()
                .map(its -> standings.ask(its.getKey(), to -> new AskStandings(to, user, its.getValue()), now))
                .toList();
        return Future.all(asked).map(all -> {
            Map<String, Standing> byRoom = new HashMap<>();
            asked.forEach(standing -> standing.result().rooms().forEach(room -> byRoom.put(room.room(), room)));
            return rooms.stream().map(byRoom::get).filter(Objects::nonNull).toList();
        });
    }

    /** What a message store says. */
    public void answered(RoomNames found) {
        names.answered(found.replyTo(), found, found.error());
    }

    /** What an owner says. */
    public void answered(Standings found) {
        standings.answered(found.replyTo(), found, found.error());
    }

    /** Owners may be others now: what another one was asked, who may be gone, the new one is asked. */
    public void reroute() {
        names.reroute();
        standings.reroute();
    }

    /** Gives up what has waited too long, and asks again what has waited long; to be called about twice a second. */
    public void expire(long now) {
        names.expire(now);
        standings.expire(now);
    }
}
