package io.seqway.client;

import java.util.Map;
import java.util.Set;

/** What the code of a close means, and whether to come back after it (docs/protocol.md, "Closes"). */
final class Closes {
    static final int BAD_TOKEN = 4401;

    private static final int NOT_ALLOWED = 4403;
    /** Coming back after these would only end the same way. */
    private static final Set<Integer> STAY_AWAY = Set.of(1002, 1003, 1007, 1009, 4400, NOT_ALLOWED, 4409);

    private static final Set<String> SLOWLY = Set.of("1013", "4429");
    private static final Map<Integer, String> TEXTS =
            Map.of(BAD_TOKEN, SeqwayError.SIGN_IN, 4409, "Connected from somewhere else.");

    private Closes() {}

    /** @return what has ended the connection; {@code retryable} if it comes back */
    static SeqwayError error(int code, String reason) {
        boolean stay = STAY_AWAY.contains(code);
        ErrorKind kind =
                code == BAD_TOKEN || code == NOT_ALLOWED ? ErrorKind.AUTH : stay ? ErrorKind.SERVER : ErrorKind.NETWORK;
        String why = reason == null || reason.isEmpty() ? String.valueOf(code) : reason;
        String text = TEXTS.getOrDefault(code, stay ? "The server refuses: " + why + "." : "The connection was lost.");
        return new SeqwayError(kind, text, String.valueOf(code), !stay, null, null);
    }

    /** Whether the server has too much to do. */
    static boolean slowly(SeqwayError error) {
        return error.code() != null && SLOWLY.contains(error.code());
    }
}
