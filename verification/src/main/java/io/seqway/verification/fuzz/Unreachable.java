package io.seqway.verification.fuzz;

import java.util.List;

/**
 * Branches that no client reaches, whatever it sends, while the server has no mistake of its own.
 *
 * @param type the end of the name of the class
 * @param method as in the class file; of a lambda without its number, which changes with the lambdas in front of it
 * @param branches how many of it
 * @param reason why
 */
record Unreachable(String type, String method, int branches, String reason) {
    private static final List<Unreachable> ALL = List.of(
            new Unreachable("command/Refusals", "of", 1, "a mistake of the server's own: the fuzz would be red"),
            new Unreachable("http/Routes", "failed", 2, "the same"),
            new Unreachable("http/WebSocketRoute", "refuse", 1, "tokens are refused by a Refusal"),
            new Unreachable("http/WebSocketRoute", "reason", 1, "the same"),
            new Unreachable("http/WebSocketRoute", "upgrade", 1, "only when the server stops, and the count has ended"),
            new Unreachable("http/Routes", "create", 1, "only in a server that is not for development"),
            new Unreachable("http/Routes", "lambda$create$", 1, "the same"),
            new Unreachable("command/Rooms", "lambda$join$", 1, "who has left the room has ended the join by that"),
            new Unreachable("command/Rooms", "lambda$askAgain$", 1, "who may not be there is refused by a Refusal"),
            new Unreachable("session/RateLimit", "flaps", 1, "who is known has been counted"),
            new Unreachable("session/Session", "authenticated", 1, "it is told once, and what is to be done is there"),
            new Unreachable(
                    "session/ConnectionLog", "began", 1, "only where the log is to hold what is for developers"),
            new Unreachable("session/Sessions", "drain", 4, "runs when the server stops, and the count has ended"),
            new Unreachable(
                    "http/Problem", "status", 2, "a mistake of the server's own, or a store that does not answer"),
            new Unreachable("stream/StreamLink", "ask", 1, "the message store of the same process is always there"),
            new Unreachable("stream/StreamLink", "node", 3, "the same"),
            new Unreachable("stream/StreamLink", "lambda$node$", 1, "the same"),
            new Unreachable("stream/StreamLink", "failure", 4, "the same"),
            new Unreachable("stream/StreamLink", "lambda$ask$", 1, "the same"),
            new Unreachable("command/StatusCommand", "nowMs", 1, "Redis of the same process has told its time"),
            new Unreachable(
                    "http/OneRequestAtATime", "channelRead", 1, "what decoded HTTP consists of is all of one kind"),
            new Unreachable("frame/JsonText", "readableMembers", 1, "a parser throws where a name has no value"),
            new Unreachable("frame/JsonText", "checkNested", 1, "a parser throws where an end is missing"),
            new Unreachable("frame/JsonText", "translate", 1, "what reads a text has no mistakes but those of JSON"),
            new Unreachable("frame/MessageName", "of", 2, "what the server writes has a name, and is JSON"),
            new Unreachable(
                    "frame/Membership", "ofFrame", 2, "what the server writes of this kind has a body, and is JSON"),
            new Unreachable("frame/Membership", "isMember", 1, "what the server writes has a kind"),
            new Unreachable("frame/Membership", "read", 1, "what the server writes has these members alone"),
            new Unreachable("socket/UnfinishedFrame", "channelRead", 1, "in front of a decoder there are bytes alone"),
            new Unreachable("socket/FrameAssembler", "frame", 1, "is given frames of data alone"),
            new Unreachable("socket/Socket", "<init>", 1, "a server of HTTP ends idle connections, always"),
            new Unreachable("socket/Socket", "lambda$listen$", 1, "what comes behind an end is dropped in front of it"),
            new Unreachable("socket/Socket", "hold", 1, "the same"),
            new Unreachable("socket/Socket", "close", 1, "no reason is so long"),
            new Unreachable("socket/ClosingHandshake", "malformed", 1, "a decoder that is gone finds nothing"));

    /** How many of a method. */
    static int in(String className, String methodName) {
        return ALL.stream()
                .filter(one -> className.endsWith("/" + one.type) && one.isOf(methodName))
                .mapToInt(Unreachable::branches)
                .sum();
    }

    /** All of them. */
    static List<Unreachable> all() {
        return ALL;
    }

    /** Whether it is about a method of this name. */
    boolean isOf(String methodName) {
        return method.endsWith("$") ? methodName.startsWith(method) : methodName.equals(method);
    }
}
