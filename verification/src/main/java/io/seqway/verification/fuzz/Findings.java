package io.seqway.verification.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What was found: each kind with how often, and the first ones of it as they were. Safe to use from any thread. */
final class Findings {
    private static final int SHOWN = 20;
    private final List<String> shown = new ArrayList<>();
    private int count;

    /** Notes one: what is wrong, and the inputs before it. */
    synchronized void add(String what) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(what);
        }
    }

    synchronized int count() {
        return count;
    }

    synchronized List<String> shown() {
        return List.copyOf(shown);
    }
}
