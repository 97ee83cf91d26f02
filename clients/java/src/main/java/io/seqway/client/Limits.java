package io.seqway.client;

import io.vertx.core.json.JsonObject;

/** What the {@code welcome} says of how much the server takes. */
record Limits(int maxFrameBytes, int maxRoomsPerResume) {
    static final Limits DEFAULT = new Limits(65_536, 256);

    static Limits of(JsonObject said) {
        return new Limits(
                positive(said, "maxFrameBytes", DEFAULT.maxFrameBytes),
                positive(said, "maxRoomsPerResume", DEFAULT.maxRoomsPerResume));
    }

    private static int positive(JsonObject said, String name, int otherwise) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Fields.number(said, name, otherwise)));
    }
}
