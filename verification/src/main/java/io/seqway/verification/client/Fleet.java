package io.seqway.verification.client;

import io.seqway.verification.history.History;
import io.seqway.verification.history.LogEntry;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/** Hundreds of users who talk, go, come back, and record all of it. */
public final class Fleet {
    private Fleet() {}

    /**
     * Starts all clients.
     *
     * @param entry where they connect, for example {@code ws://10.0.0.1:8080/ws}
     * @param token makes a token for a user id, which is good for the whole run
     * @param seed decides who is in which room, who sends what to whom, and who goes when
     */
    public static Fleet start(URI entry, Function<String, String> token, long seed, FleetOptions options) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the sending and the going, waits until everything is answered and every client has everything, reads the logs,
     * and says what happened. Faults have to be over.
     */
    public History stop() {
        throw new UnsupportedOperationException();
    }

    /**
     * As {@link #stop()}, with another opinion on what is in the logs.
     *
     * @param reader reads all entries of a room from where they are stored
     */
    public History stop(Function<String, List<LogEntry>> reader) {
        throw new UnsupportedOperationException();
    }
}
