package io.seqway.server.doctor;

import io.seqway.store.mongo.NodeNotes.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares clocks. What depends on them is when tokens end, and the times that users are shown. */
final class Clocks {
    /** By so much a clock may be off, in ms: the way to the server takes a while, too. */
    static final long TOLERATED_MS = 1_000;

    private static final String WHAT = "clocks";

    private Clocks() {}

    /**
     * This machine's clock and that of a server that was asked.
     *
     * @param before the time here when it was asked, in ms since 1970
     * @param after the time here when its answer was there
     * @param there what it said
     */
    static Finding here(String server, long before, long after, long there) {
        long off = (before + after) / 2 - there;
        long tolerated = TOLERATED_MS + (after - before) / 2;
        return Math.abs(off) > tolerated
                ? Finding.wrong(WHAT, "this machine is " + shown(off) + " " + server + ": " + remedy())
                : Finding.ok(WHAT, "this machine and " + server + " agree within " + tolerated + " ms");
    }

    /** The clocks of nodes, each as it was when it wrote its note, and that of MongoDB. */
    static List<Finding> of(List<Note> notes) {
        List<Finding> findings = new ArrayList<>();
        for (Note note : notes) {
            long off = note.clock() - note.at();
            if (Math.abs(off) > TOLERATED_MS) {
                findings.add(
                        Finding.wrong(WHAT, "node " + note.shown() + " is " + shown(off) + " MongoDB: " + remedy()));
            }
        }
        if (findings.isEmpty() && !notes.isEmpty()) {
            findings.add(Finding.ok(WHAT, "nodes and MongoDB agree: " + notes.size()));
        }
        return findings;
    }

    private static String shown(long offMs) {
        return String.format(Locale.ROOT, "%.1f s %s", Math.abs(offMs) / 1_000.0, offMs > 0 ? "ahead of" : "behind");
    }

    private static String remedy() {
        return "turn NTP on (timedatectl, chronyc tracking); until then tokens end too early or too late";
    }
}
