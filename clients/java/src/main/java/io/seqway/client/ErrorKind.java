package io.seqway.client;

import java.util.Locale;

/** What went wrong. */
public enum ErrorKind {
    /** The way to the server. */
    NETWORK,
    /** The server's silence. */
    HEARTBEAT,
    /** The token. */
    AUTH,
    /** What the server said. */
    SERVER,
    /** Something is too many or too large. */
    LIMIT;

    /** Its name in all Seqway clients: {@code network}, {@code heartbeat}, … */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
