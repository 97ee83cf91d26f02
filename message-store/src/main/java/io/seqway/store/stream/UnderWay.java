package io.seqway.store.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * The chunks of a user that this node writes just now: they count as if they were stored. One that comes several times at
 * once counts once. Their bytes are summed up as they come and go, since there may be thousands of them: the sums hold for
 * one state of the user's streams, and are made anew only when somebody else has changed these.
 */
final class UnderWay {
    record Place(String stream, int seq) {
        private boolean isIn(Map<String, Stream> streams) {
            Stream known = streams.get(stream);
            return known != null && known.state().chunks().contains(seq);
        }
    }

    private static final class Chunk {
        private int writers;
        private long bytes;
    }

    private final Map<Place, Chunk> chunks = new HashMap<>();
    /** What the sums hold for: what these have of the chunks is no part of them. */
    private Map<String, Stream> counted = Map.of();

    private final Map<String, Long> ofStreams = new HashMap<>();
    private long bytes;

    void begin(Place place, int size) {
        Chunk chunk = chunks.computeIfAbsent(place, absent -> new Chunk());
        chunk.writers++;
        long more = Math.max(0, size - chunk.bytes);
        chunk.bytes += more;
        if (!place.isIn(counted)) {
            add(place, more);
        }
    }

    void end(Place place) {
        Chunk chunk = chunks.get(place);
        if (--chunk.writers == 0) {
            chunks.remove(place);
            if (!place.isIn(counted)) {
                add(place, -chunk.bytes);
            }
        }
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** A catalogue becomes another one by a chunk: that counts now, or something else is said of its stream. */
    void follow(Catalogue before, Catalogue after, Place place) {
        if (counted != before.streams()) {
            return;
        }
        Chunk chunk = chunks.get(place);
        if (chunk != null && !place.isIn(counted) && place.isIn(after.streams())) {
            add(place, -chunk.bytes);
        }
        counted = after.streams();
    }

    /** How many bytes the stream of a place will have besides those of the catalogue, but for what comes to that place. */
    long ofStream(Catalogue catalogue, Place place) {
        count(catalogue.streams());
        return ofStreams.getOrDefault(place.stream, 0L) - bytes(place);
    }

    /** The same of all streams of the user. */
    long ofUser(Catalogue catalogue, Place place) {
        count(catalogue.streams());
        return bytes - bytes(place);
    }

    private long bytes(Place place) {
        Chunk chunk = chunks.get(place);
        return chunk == null || place.isIn(counted) ? 0 : chunk.bytes;
    }

    private void count(Map<String, Stream> streams) {
        if (counted == streams) {
            return;
        }
        counted = streams;
        ofStreams.clear();
        bytes = 0;
        chunks.keySet().forEach(place -> add(place, bytes(place)));
    }

    private void add(Place place, long more) {
        bytes += more;
        long sum = ofStreams.getOrDefault(place.stream, 0L) + more;
        if (sum == 0) {
            ofStreams.remove(place.stream);
        } else {
            ofStreams.put(place.stream, sum);
        }
    }
}
