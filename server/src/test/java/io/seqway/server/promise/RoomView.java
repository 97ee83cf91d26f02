package io.seqway.server.promise;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What one client has seen of a room, by the client's rules of docs/protocol.md: apply the next entry, and count others. */
final class RoomView {
    private final List<String> entries = new ArrayList<>();
    private String epoch;
    private int repeats;
    private int holes;

    /** The last seq that was applied. */
    long last() {
        return entries.size();
    }

    String epoch() {
        return epoch;
    }

    void epoch(String named) {
        epoch = named;
    }

    /** Entries in order: {@code seq sender clientMsgId body}. */
    List<String> entries() {
        return entries;
    }

    int repeats() {
        return repeats;
    }

    int holes() {
        return holes;
    }

    void apply(JsonNode message) {
        long seq = message.get("seq").asLong();
        if (seq == last() + 1) {
            entries.add(seq + " " + message.get("sender").asText() + " "
                    + message.get("clientMsgId").asText() + " " + message.get("body"));
        } else if (seq <= last()) {
            repeats++;
        } else {
            holes++;
        }
    }
}
