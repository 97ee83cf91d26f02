package io.seqway.verification.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who is in which room: each in a hall of a quarter of all, in two teams of twelve, and in two rooms of two. */
final class Membership {
    private static final int HALLS = 4;
    private static final int TEAM = 12;
    private static final int PAIR = 2;
    /** In a hundred sends, how many go to the hall, and how many to a team; the others go to a room of two. */
    private static final int TO_HALL = 15;

    private static final int TO_TEAM = 35;

    private final List<List<String>> halls;
    private final List<List<String>> teams;
    private final List<List<String>> pairs;

    Membership(String prefix, int clients, Random random) {
        halls = divided(prefix + ".hall", clients, (clients + HALLS - 1) / HALLS, 1, random);
        teams = divided(prefix + ".team", clients, TEAM, 2, random);
        pairs = divided(prefix + ".pair", clients, PAIR, 2, random);
    }

    /** All rooms of a client. */
    List<String> rooms(int client) {
        List<String> rooms = new ArrayList<>(halls.get(client));
        rooms.addAll(teams.get(client));
        rooms.addAll(pairs.get(client));
        return rooms;
    }

    /** A room of a client, to talk in. */
    String room(int client, Random random) {
        int die = random.nextInt(100);
        List<List<String>> kind = die < TO_HALL ? halls : die < TO_HALL + TO_TEAM ? teams : pairs;
        List<String> rooms = kind.get(client);
        return rooms.get(random.nextInt(rooms.size()));
    }

    /** Puts all clients into rooms of a size, so often, each time with others. */
    private static List<List<String>> divided(String name, int clients, int size, int times, Random random) {
        List<List<String>> rooms = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            rooms.add(new ArrayList<>());
            order.add(client);
        }
        for (int time = 0; time < times; time++) {
            Collections.shuffle(order, random);
            for (int at = 0; at < clients; at++) {
                rooms.get(order.get(at)).add(name + "." + time + "." + at / size);
            }
        }
        return rooms;
    }
}
