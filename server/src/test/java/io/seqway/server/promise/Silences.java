package io.seqway.server.promise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** For how long each client heard nothing, in several rounds. */
final class Silences {
    /** A takeover takes some times as many steps as an answer. */
    private static final int BUSY = 3;

    private final List<Long> elsewhere = new ArrayList<>();
    private final List<Long> there = new ArrayList<>();
    private final List<Long> atReturn = new ArrayList<>();
    private long calm;

    /** What the clients have counted while nothing happened: so busy is the machine. */
    void calm(Crowd crowd) {
        crowd.all().forEach(client -> calm = Math.max(calm, client.longestSilenceMs()));
    }

    /** A limit for a machine that is not busy, as it is for this one, in ms. */
    long within(long limitMs) {
        return limitMs + BUSY * calm;
    }

    /** What the clients of a crowd have counted in a round in which this node went. */
    void add(Crowd crowd, int node) {
        List<ChatClient> besides = crowd.besides(node);
        List<ChatClient> others = crowd.all();
        others.removeAll(besides);
        besides.forEach(client -> elsewhere.add(client.longestSilenceMs()));
        others.forEach(client -> there.add(client.longestSilenceMs()));
    }

    /** What all clients have counted while a node that had gone was started again, and took rooms. */
    void addReturn(Crowd crowd) {
        crowd.all().forEach(client -> atReturn.add(client.longestSilenceMs()));
    }

    /** The longest while nodes came back, in ms. */
    long worstAtReturn() {
        return Collections.max(atReturn);
    }

    /** The longest of all while nodes went, in ms. */
    long worst() {
        return Math.max(worstElsewhere(), Collections.max(there));
    }

    /** The longest of those clients of other nodes who talk to each other, in ms. */
    long worstElsewhere() {
        return Collections.max(elsewhere);
    }

    void print(String what) {
        System.out.printf(
                "takeover: %s: silence elsewhere %s, of its clients %s, while it came back %s; without it at worst %d ms%n",
                what, text(elsewhere), text(there), atReturn.isEmpty() ? "none" : text(atReturn), calm);
    }

    private static String text(Collection<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        return "%d ms, at worst %d ms".formatted(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
