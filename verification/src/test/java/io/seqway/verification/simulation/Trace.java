package io.seqway.verification.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened in a schedule, one line for each event, if anybody wants to read it. */
final class Trace {
    private final VirtualClock clock;
    private final boolean wanted;
    private final List<String> lines = new ArrayList<>();

    Trace(VirtualClock clock, boolean wanted) {
        this.clock = clock;
        this.wanted = wanted;
    }

    /** Writes a line, in the manner of {@link String#format}. */
    void say(String format, Object... arguments) {
        if (wanted) {
            lines.add(String.format(Locale.ROOT, "%9.3f  ", clock.now() / 1000.0) + String.format(format, arguments));
        }
    }

    List<String> lines() {
        return lines;
    }
}
