package io.seqway.verification.fuzz;

import java.util.List;

/**
 * Branches that no client reaches, whatever it sends, while the server has no mistake of its own.
 *
 * @param type the end of the name of the class
 * @param method as in the class file
 * @param branches how many of it
 * @param reason why
 */
record Unreachable(String type, String method, int branches, String reason) {
    private static final List<Unreachable> ALL = List.of(
            new Unreachable("command/Refusals", "of", 1, "a mistake of the server's own: the fuzz would be red"),
            new Unreachable("http/Routes", "failed", 2, "the same"),
            new Unreachable("http/WebSocketRoute", "refuse", 1, "tokens are refused by a Refusal"),
            new Unreachable("http/Routes", "create", 1, "only in a server that is not for development"),
            new Unreachable("http/Routes", "lambda$create$2", 1, "the same"),
            new Unreachable("command/Rooms", "mayEnter", 1, "only where all rooms are open to all"),
            new Unreachable("session/Sessions", "drain", 4, "runs when the server stops, and the count has ended"),
            new Unreachable("socket/FrameAssembler", "frame", 1, "is given frames of data alone"),
            new Unreachable("socket/Socket", "<init>", 1, "a server of HTTP ends idle connections, always"),
            new Unreachable("socket/Socket", "close", 1, "no reason is so long"),
            new Unreachable("socket/ClosingHandshake", "malformed", 1, "a decoder that is gone finds nothing"));

    /** How many of a method. */
    static int in(String className, String methodName) {
        return ALL.stream()
                .filter(one -> className.endsWith("/" + one.type) && one.method.equals(methodName))
                .mapToInt(Unreachable::branches)
                .sum();
    }
}
