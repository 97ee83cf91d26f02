package io.seqway.verification.simulation;

import java.util.ArrayList;
import java.util.List;

/** Who says what in a schedule, and when. */
final class Conversation {
    /** Rooms of different partitions. */
    static final List<String> ROOMS = List.of("a", "b", "c", "d");

    private static final int MOST_BURSTS = 5;
    private static final int MOST_IN_A_BURST = 4;

    private final World world;
    private final List<SimulatedClient> clients = new ArrayList<>();

    Conversation(World world, Cluster cluster) {
        this.world = world;
        int rooms = world.between(1, ROOMS.size());
        for (int i = world.between(2, 4); i > 0; i--) {
            List<String> its = ROOMS.subList(0, rooms);
            SimulatedClient client = new SimulatedClient("u" + i, its, world, cluster);
            its.forEach(room ->
                    client.begin(room, world.between(0, (int) cluster.database().head(room))));
            clients.add(client);
        }
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    /** Lets the clients connect, and speak until a time. */
    void plan(long until) {
        int bursts = world.chance(0.4) ? 1 : MOST_BURSTS;
        for (SimulatedClient client : clients) {
            world.clock().at(world.between(0, 500), client::connect);
            if (world.chance(0.15)) {
                world.clock().at(world.between(1, (int) until), client::leave);
            }
            int number = 0;
            for (int burst = world.between(0, bursts); burst > 0; burst--) {
                long when = world.between(1, (int) until);
                for (int i = world.between(1, MOST_IN_A_BURST); i > 0; i--) {
                    number++;
                    plan(client, number, when);
                }
            }
        }
    }

    /** Most of what is edited and deleted is the client's own, and there. */
    private void planChange(SimulatedClient client, String room, int number, long when) {
        boolean deletes = world.chance(0.35);
        boolean anything = world.chance(0.2);
        String id = "m" + number;
        world.clock().at(when, () -> {
            long head = world.checker().head(room);
            List<Long> own = client.stored(room);
            boolean any = anything || own.isEmpty();
            long target = any ? world.between(1, (int) head + 1) : own.get(world.between(0, own.size() - 1));
            client.send(
                    deletes
                            ? Outgoing.deletion(room, id, target)
                            : Outgoing.edit(room, id, '"' + client.user() + '.' + number + "e\"", target));
        });
    }

    private void plan(SimulatedClient client, int number, long when) {
        String room = client.rooms().get(world.between(0, client.rooms().size() - 1));
        if (world.chance(0.2)) {
            planChange(client, room, number, when);
            return;
        }
        boolean disputed = world.chance(0.03);
        boolean optimistic = world.chance(0.5);
        String id = (disputed ? SimulatedClient.DISPUTED : "m") + number;
        String end = !disputed && world.chance(0.02) ? DatabaseClient.UNSTORABLE : "\"";
        String body = '"' + client.user() + '.' + number + end;
        if (disputed) {
            // a client that is wrong: another message under the same name
            String other = '"' + client.user() + '.' + number + "!\"";
            world.clock().at(when, () -> client.send(new Outgoing(room, id, body, null, optimistic)));
            world.clock()
                    .after(
                            when + world.between(0, 1_000),
                            () -> client.send(new Outgoing(room, id, other, null, optimistic)));
        } else {
            boolean strict = world.chance(0.2);
            world.clock()
                    .at(
                            when,
                            () -> client.send(
                                    new Outgoing(room, id, body, strict ? client.last(room) : null, optimistic)));
        }
    }
}
