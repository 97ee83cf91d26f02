package io.seqway.server.promise;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a client shows before it is stored, as it goes through all frames that it was sent. */
final class Shown {
    private record Name(String room, String sender, String clientMsgId) {
        static Name of(JsonNode frame) {
            return new Name(
                    frame.path("room").asText(),
                    frame.path("sender").asText(),
                    frame.path("clientMsgId").asText());
        }
    }

    private final Set<Name> open = new HashSet<>();
    private final Set<Name> failed = new HashSet<>();
    private final Map<String, Integer> codes = new HashMap<>();
    private int begun;
    private int entries;

    /** One frame more. */
    Shown hear(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "pending" -> {
                begun++;
                if (!open.add(Name.of(frame))) {
                    throw new AssertionError("shown twice: " + frame);
                }
            }
            case "failed" -> {
                open.remove(Name.of(frame));
                String code = frame.path("code").asText();
                codes.merge(code, 1, Integer::sum);
                if (!code.equals("timeout")) {
                    failed.add(Name.of(frame));
                }
            }
            case "message" -> entry(frame);
            case "missed" -> frame.path("messages").forEach(this::entry);
            default -> {
                // nothing that is shown
            }
        }
        return this;
    }

    private void entry(JsonNode frame) {
        entries++;
        open.remove(Name.of(frame));
        if (failed.contains(Name.of(frame))) {
            throw new AssertionError("had failed for good, and is stored: " + frame);
        }
    }

    /** How often something was shown before it was stored. */
    int begun() {
        return begun;
    }

    /** How much of it has no end yet. */
    int open() {
        return open.size();
    }

    /** How many entries came. */
    int entries() {
        return entries;
    }

    /** How many ended by {@code failed}, by the code. */
    Map<String, Integer> codes() {
        return codes;
    }
}
