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
            clients.add(new SimulatedClient("u" + i, its, world, cluster::gateway));
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

    private void plan(SimulatedClient client, int number, long when) {
        String room = client.rooms().get(world.between(0, client.rooms().size() - 1));
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
