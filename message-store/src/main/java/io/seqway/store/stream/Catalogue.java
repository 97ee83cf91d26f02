package io.seqway.store.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All streams of a user: what counts as stored. It is one value that is replaced as a whole, so that what it says of
 * streams, of their chunks and of their bytes is right whichever nodes change it at the same time. Immutable.
 *
 * @param version raised by each change; 0 if nothing was ever stored
 * @param streams by name
 * @param removals streams that were removed, and whose chunks have to be
 */
public record Catalogue(String user, long version, Map<String, Stream> streams, List<Removal> removals) {
    /** @param end all chunks that may have been written have a lower seq */
    public record Removal(String stream, String incarnation, int end) {}

    public static Catalogue empty(String user) {
        return new Catalogue(user, 0, Map.of(), List.of());
    }

    /** The stream of this name, or {@code null}. */
    Stream stream(String name) {
        return streams.get(name);
    }

    /** Of all payloads. */
    long bytes() {
        return streams.values().stream().mapToLong(each -> each.state().bytes()).sum();
    }

    Catalogue with(Stream stream) {
        Map<String, Stream> next = new LinkedHashMap<>(streams);
        next.put(stream.name(), stream);
        return new Catalogue(user, version, next, removals);
    }

    /** Without a stream; that its chunks have to be removed is remembered. */
    Catalogue without(Stream stream, Removal removal) {
        Map<String, Stream> next = new LinkedHashMap<>(streams);
        next.remove(stream.name());
        List<Removal> more = new ArrayList<>(removals);
        more.add(removal);
        return new Catalogue(user, version, next, more);
    }

    /** The chunks of a removed stream are gone. */
    Catalogue removed(Removal removal) {
        return new Catalogue(
                user,
                version,
                streams,
                removals.stream().filter(each -> !each.equals(removal)).toList());
    }

    Catalogue following() {
        return new Catalogue(user, version + 1, streams, removals);
    }
}
