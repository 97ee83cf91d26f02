package io.seqway.store.log;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Some of what was asked for is in the log and cannot be read. Asking again brings the same until somebody mends it; what
 * was asked of other rooms at the same time is to be asked without these.
 */
public final class DamagedEntries extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMED = 3;

    private final transient List<DamagedEntry> entries;

    /** @param entries one at the least */
    public DamagedEntries(List<DamagedEntry> entries) {
        super(
                entries.stream()
                        .limit(MOST_NAMED)
                        .map(entry -> "the document " + entry.id() + " of the log cannot be read: " + entry.fault())
                        .collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.entries = List.copyOf(entries);
    }

    /** The rooms that they are of. */
    public Stream<String> rooms() {
        return entries.stream().flatMap(entry -> entry.rooms().stream()).distinct();
    }

    /** Whether one of them is of this room. */
    public boolean isIn(String room) {
        return entries.stream().anyMatch(entry -> entry.rooms().contains(room));
    }

    /** Whether one of them is the sender's message of this name. */
    public boolean isOf(String key) {
        return entries.stream().anyMatch(entry -> key.equals(entry.key()));
    }

    /** Warns that something could not be done, unless it is damage, which was said where it was found. */
    public static void warnUnlessSaid(Logger log, String what, Throwable cause) {
        if (!(cause instanceof DamagedEntries)) {
            log.warn("{}: {}", what, cause.toString());
        }
    }

    /** Without the name of the class, which says nothing more in a log. */
    @Override
    public String toString() {
        return getMessage();
    }
}
