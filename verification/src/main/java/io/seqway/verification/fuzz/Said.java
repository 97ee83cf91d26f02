package io.seqway.verification.fuzz;

/** Frames of clients as they should be, without an {@code id}. */
final class Said {
    private Said() {}

    /** Any that is about a room; {@code more} are further members, each behind a comma. */
    static String of(String type, String room, String more) {
        return "{\"type\":\"" + type + "\",\"room\":\"" + room + "\"" + more + "}";
    }

    static String join(String room) {
        return of("join", room, ",\"lastSeq\":0");
    }

    static String send(String room, String name, String body) {
        return of("send", room, ",\"clientMsgId\":\"" + name + "\",\"body\":" + body);
    }

    /** A newer token. */
    static String auth(String token) {
        return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
    }

    /** Back in all rooms of the user, these by their positions. */
    static String resumeAll(String positions) {
        return "{\"type\":\"resume\",\"all\":true,\"rooms\":{" + positions + "}}";
    }
}
